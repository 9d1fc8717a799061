(* spectral-bound-needed.  Without a bound of the spectrum no bound of |h_k - g_k| depends on k, n and L alone.
   For every teacher with positive weights, k >= 1, ell > 0 and R >= 1, one more node at R of weight
   sqrt(ell / k) R^-(k-1) makes a symmetric student, of any width d >= n + 1, with L <= ell and
   h_k - g_k = sqrt(ell / k) R.  Over any real closed field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_loss lemmas_norm lemmas_diagonal.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section SpectralBoundNeeded.
Variables (F : rcfType) (n k d : nat) (w x : 'I_n -> F).
Hypotheses (w0 : forall i, 0 < w i) (k1 : (1 <= k)%N) (width : (n + 1 <= d)%N).

Lemma square_le (a b : F) : 0 <= a -> a <= b -> a ^+ 2 <= b ^+ 2.
Proof. by move=> a0 ab; rewrite -subr_ge0 subr_sqr mulr_ge0 ?subr_ge0 // addr_ge0 // (le_trans a0). Qed.

Lemma one_more_node (mass R : F) : 0 <= mass ->
  exists2 theta : student F d 1 1, symmetric theta &
    forall j, h theta j = teacher w x j + (mass * R ^+ j)%:M.
Proof.
move=> m0; pose join (f : 'I_n -> F) t (i : 'I_(n + 1)) := if split i is inl l then f l else t.
have [i|theta [sym response]] := @measure_student F (n + 1) d (join w mass) (join x R) _ width.
  by rewrite /join; case: split => // l; exact: ltW.
exists theta => // j; rewrite response /teacher big_split_ord big_ord1 /= -raddfD /=; congr ((_ + _)%:M).
  by apply: eq_bigr => i _; rewrite /join (unsplitK (inl i : 'I_n + 'I_1)).
by rewrite /join (unsplitK (inr ord0 : 'I_n + 'I_1)).
Qed.

Lemma one_more_node_loss (theta : student F d 1 1) (mass R : F) :
  (forall j, h theta j = teacher w x j + (mass * R ^+ j)%:M) ->
  L k (teacher w x) theta = \sum_(j < k) (mass * R ^+ j) ^+ 2.
Proof.
move=> response; apply: eq_bigr => j _; rewrite /residual response addrC addKr.
by rewrite /inner !big_ord1 mxE eqxx mulr1n expr2.
Qed.

Theorem spectral_bound_needed (ell R : F) : 0 < ell -> 1 <= R ->
  exists theta : student F d 1 1,
    [/\ symmetric theta,
        forall j, h theta j = teacher w x j + (Num.sqrt (ell / k%:R) * R ^- (k - 1) * R ^+ j)%:M,
        L k (teacher w x) theta <= ell
      & h theta k - teacher w x k = (Num.sqrt (ell / k%:R) * R)%:M].
Proof.
move=> ell0 R1; have R0 : 0 < R by rewrite (lt_le_trans ltr01).
have q0 : 0 <= ell / k%:R by rewrite divr_ge0 ?ler0n ?ltW.
have [|theta sym response] := @one_more_node (Num.sqrt (ell / k%:R) * R ^- (k - 1)) R.
  by rewrite mulr_ge0 ?sqrtr_ge0 // invr_ge0 exprn_ge0 // ltW.
exists theta; split=> //.
  rewrite (one_more_node_loss response).
  have kell : \sum_(j < k) (ell / k%:R) = ell.
    by rewrite sumr_const card_ord -[LHS]mulr_natr divfK // pnatr_eq0 -lt0n.
  rewrite -[X in _ <= X]kell; apply: ler_sum => j _; rewrite -mulrA exprMn sqr_sqrtr //.
  rewrite -subr_ge0 -[X in X - _]mulr1 -mulrBr mulr_ge0 // subr_ge0.
  have le : (j <= k - 1)%N by rewrite subn1 -ltnS prednK.
  rewrite -(subnKC le) exprD invfM mulrAC mulVf ?mul1r ?expf_neq0 ?lt0r_neq0 //.
  by rewrite exprn_ile1 ?invr_ge0 ?exprn_ge0 ?(ltW R0) // invf_le1 ?exprn_gt0 // exprn_ege1.
rewrite response addrC addKr -mulrA; congr ((_ * _)%:M).
by rewrite -{2}(subnK k1) exprD expr1 mulrA mulVf ?mul1r // expf_neq0 // lt0r_neq0.
Qed.

(* No function of the loss bounds the error at lag k, for this teacher, this k and this width. *)
Corollary no_bound_by_the_loss (bound : F -> F) :
  exists2 theta : student F d 1 1, symmetric theta &
    bound (L k (teacher w x) theta) < frob (h theta k - teacher w x k).
Proof.
pose M := bound 1; pose R := 1 + M ^+ 2 * k%:R; pose S := \sum_(j < k) (R ^+ j) ^+ 2.
have R1 : 1 <= R by rewrite -subr_ge0 addrC addKr mulr_ge0 ?sqr_ge0 ?ler0n.
have R0 : 0 < R by rewrite (lt_le_trans ltr01).
have S0 : 0 < S.
  rewrite /S (bigD1 (Ordinal k1)) //= expr0 expr1n (lt_le_trans ltr01) // -subr_ge0 addrC addKr.
  by apply: sumr_ge0 => j _; exact: sqr_ge0.
have mass0 : 0 <= (Num.sqrt S)^-1 by rewrite invr_ge0 sqrtr_ge0.
have [theta sym response] := @one_more_node (Num.sqrt S)^-1 R mass0.
exists theta => //; have -> : L k (teacher w x) theta = 1.
  rewrite (one_more_node_loss response) (eq_bigr (fun j : 'I_k => S^-1 * (R ^+ j) ^+ 2)) => [|j _].
    by rewrite -mulr_sumr mulVf ?lt0r_neq0.
  by rewrite exprMn exprVn sqr_sqrtr ?ltW.
rewrite -/M response addrC addKr /frob /inner !big_ord1 mxE eqxx mulr1n -expr2 sqrtr_sqr.
rewrite ger0_norm ?mulr_ge0 ?exprn_ge0 ?(ltW R0) //.
rewrite ltNge; apply/negP => le.
have : (Num.sqrt S)^-1 ^+ 2 * (R ^+ k) ^+ 2 <= M ^+ 2.
  by rewrite -exprMn square_le ?mulr_ge0 ?exprn_ge0 ?(ltW R0).
rewrite exprVn sqr_sqrtr ?(ltW S0) // => {}le.
have SK : S <= k%:R * (R ^+ (k - 1)) ^+ 2.
  rewrite mulr_natl -[X in _ *+ X]card_ord -sumr_const; apply: ler_sum => j _.
  have lej : (j <= k - 1)%N by rewrite subn1 -ltnS prednK.
  rewrite square_le ?exprn_ge0 ?(ltW R0) // -(subnKC lej) exprD -subr_ge0 -[X in _ - X]mulr1 -mulrBr.
  by rewrite mulr_ge0 ?exprn_ge0 ?(ltW R0) // subr_ge0 exprn_ege1.
have P0 : 0 < (R ^+ (k - 1)) ^+ 2 by rewrite !exprn_gt0.
have : R ^+ 2 * (R ^+ (k - 1)) ^+ 2 <= (M ^+ 2 * k%:R) * (R ^+ (k - 1)) ^+ 2.
  have -> : R ^+ 2 * (R ^+ (k - 1)) ^+ 2 = (R ^+ k) ^+ 2 by rewrite -exprMn -exprS subn1 prednK.
  apply: (@le_trans _ _ (M ^+ 2 * S)).
    rewrite -(mulfVK (lt0r_neq0 S0) ((R ^+ k) ^+ 2)) -subr_ge0 -mulrBl mulr_ge0 ?(ltW S0) //.
    by rewrite subr_ge0 mulrC.
  by rewrite -mulrA -subr_ge0 -mulrBr mulr_ge0 ?sqr_ge0 // subr_ge0.
rewrite -subr_ge0 -mulrBl pmulr_lge0 // subr_ge0 => absurd.
suff : R <= R - 1 by rewrite leNgt -subr_gt0 opprB addrC subrK ltr01.
have RR : R <= R ^+ 2 by rewrite expr2 -subr_ge0 -[X in _ - X]mulr1 -mulrBr mulr_ge0 ?(ltW R0) // subr_ge0.
by rewrite (le_trans RR) // (le_trans absurd) // /R addrC addKr.
Qed.

End SpectralBoundNeeded.
