(* shadowing.  theta_t is a computed run with the defects tau_t, theta'_t exact descent.  Where
   -nu_t <= Hess L <= beta_t on the ball of radius e_t about theta_t,

     e_(t+1) = max(1 + eta nu_t, |1 - eta beta_t|) e_t + tau_t

   bounds the distance of theta_(t+1) to theta'_(t+1).

   hessian_bounds:  nu = 2 sum_j |R_j| kappa_j and beta = 2 sum_j |grad h_j|^2 + nu will do, with bounds of |R_j|, of
     |grad h_j|^2 = sum_il |grad (h_j)_il|^2 and of the operator norms of A, B, C on the ball, kappa_j the largest
     eigenvalue of the word count.  Any d, m, p, k; over any real closed field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions definitions_line definitions_shadowing lemmas_matrix lemmas_loss lemmas_norm
  lemmas_gradient lemmas_second lemmas_hessian lemmas_shadowing lemmas_words.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Shadowing.
Variables (F : rcfType) (d m p k : nat) (g : nat -> 'M[F]_(p, m)).

Theorem shadowing (eta : F) (theta theta' : nat -> student F d m p) (e tau nu beta : nat -> F) : 0 <= eta ->
  (forall t, norm (theta t.+1 - descent k g eta (theta t)) <= tau t) ->
  (forall t, theta' t.+1 = descent k g eta (theta' t)) -> norm (theta 0%N - theta' 0%N) <= e 0%N ->
  (forall t, 0 <= nu t) ->
  (forall t (x delta : student F d m p), norm (x - theta t) <= e t ->
    - nu t * norm delta ^+ 2 <= hessian k g x delta <= beta t * norm delta ^+ 2) ->
  (forall t, e t.+1 = Num.max (1 + eta * nu t) `|1 - eta * beta t| * e t + tau t) ->
  forall t, norm (theta t - theta' t) <= e t.
Proof.
move=> eta0 defect run start nu0 curvature error; elim=> [|t IH] //; rewrite error run.
have -> : theta t.+1 - descent k g eta (theta' t) =
    (descent k g eta (theta t) - descent k g eta (theta' t)) + (theta t.+1 - descent k g eta (theta t)).
  by rewrite [RHS]addrC addrA subrK.
apply: (le_trans (normD _ _)); apply: ler_add => //; pose x := theta' t; pose delta := theta t - x.
have -> : theta t = x + delta by rewrite addrC subrK.
apply: (@le_trans _ _ (Num.max (1 + eta * nu t) `|1 - eta * beta t| * norm delta)); last first.
  by apply: ler_wpmul2l IH; rewrite le_maxr normr_ge0 orbT.
apply: descent_stretch => // q v /andP[q0 q1]; apply: curvature.
have -> : x + q *: delta - theta t = (q - 1) *: delta.
  by rewrite scalerBl scale1r /delta; move: (theta t) => y; rewrite opprB [x + _]addrC -addrA.
rewrite normZ distrC ger0_norm ?subr_ge0 // (le_trans _ IH) // ler_pimull ?norm_ge0 //.
by rewrite -subr_ge0 opprB addrC subrK.
Qed.

(* the gradient of the entry (i, l) of h_j *)
Let entry j i l x : student F d m p := grad j.+1 (fun q => if q == j then delta_mx i l else 0) x.

Lemma entry_gradient j i l (x : student F d m p) : is_gradient (fun x : student F d m p => h x j i l) x (entry j i l x).
Proof.
have E y : (fun H : {ffun 'I_j.+1 -> 'M[F]_(p, m)} => H ord_max i l) (lags j.+1 y) = h y j i l by rewrite ffunE.
have grads : is_derivative (fun H : {ffun 'I_j.+1 -> 'M[F]_(p, m)} => H ord_max i l) (lags j.+1 x)
    (fun q => if q == j then delta_mx i l else 0).
  move=> z z0; exists z => // D small; set H := lags _ _.
  have -> : (H + D) ord_max i l - H ord_max i l = D ord_max i l by rewrite ffunE mxE addrC addKr.
  rewrite big_ord_recr /= eqxx inner_delta.
  rewrite big1 => [|q _]; last by rewrite ltn_eqF // inner0l.
  by rewrite add0r subrr normr0 mulr_ge0 ?(ltW z0) // sumr_ge0 // => q _; exact: frob_ge0.
move=> z z0; have [q q0 near] := grad_is_gradient grads z0.
by exists q => // delta small; rewrite -!E near.
Qed.

Lemma entry_pairing j i l (x v : student F d m p) : dh x v j i l = dot (entry j i l x) v.
Proof.
rewrite -grad_pairing big_ord_recr /= eqxx inner_delta big1 ?add0r // => q _.
by rewrite ltn_eqF // inner0l.
Qed.

Lemma dh_bound j (x v : student F d m p) :
  inner (dh x v j) (dh x v j) <= (\sum_i \sum_l norm (entry j i l x) ^+ 2) * norm v ^+ 2.
Proof.
rewrite /inner mulr_suml; apply: ler_sum => i _; rewrite mulr_suml; apply: ler_sum => l _.
rewrite entry_pairing -expr2 !norm_square.
exact: (cauchy_schwarz_square (@dotC F d m p) (@dotDl F d m p) (@dotZl F d m p) (@dot_ge0 F d m p)).
Qed.

Theorem hessian_bounds (theta : student F d m p) (e a b c : F) (r kappa s : nat -> F) : 0 <= e ->
  (forall x : student F d m p, norm (x - theta) <= e ->
    [/\ norm_at_most a (A x), norm_at_most b (B x), norm_at_most c (C x)
      & forall j, (j < k)%N -> frob (residual x g j) <= r j
        /\ forall G : 'I_p -> 'I_m -> student F d m p,
             (forall i l, is_gradient (fun x : student F d m p => h x j i l) x (G i l)) ->
             \sum_i \sum_l norm (G i l) ^+ 2 <= s j]) ->
  (forall j, (j < k)%N -> forall z, eigenvalue (words j a b c) z -> z <= kappa j) ->
  let nu := 2%:R * \sum_(j < k) r j * kappa j in let beta := 2%:R * (\sum_(j < k) s j) + nu in
  0 <= nu /\ forall x delta : student F d m p, norm (x - theta) <= e ->
    - nu * norm delta ^+ 2 <= hessian k g x delta <= beta * norm delta ^+ 2.
Proof.
move=> e0 ball top nu beta.
have kappa0 j (ltj : (j < k)%N) : 0 <= kappa j := words_top_ge0 (top j ltj).
have nu0 : 0 <= nu.
  rewrite mulr_ge0 ?ler0n // sumr_ge0 // => j _; rewrite mulr_ge0 ?kappa0 //.
  have centre : norm (theta - theta) <= e by rewrite subrr /norm (_ : dot _ _ = 0) ?sqrtr0 // /dot !inner0l !addr0.
  by have [_ _ _ /(_ j (ltn_ord j)) [rj _]] := ball theta centre; apply: le_trans (frob_ge0 _) rj.
split=> // x v /ball [opA opB opC bounds]; rewrite hessianE /bihessian.
have term (j : 'I_k) : `|inner (residual x g j) (d2h x v v j)| <= r j * kappa j * norm v ^+ 2
    /\ 0 <= inner (dh x v j) (dh x v j) <= s j * norm v ^+ 2.
  have [rj sj] := bounds j (ltn_ord j); split.
    rewrite -mulrA (le_trans (inner_le _ _)) // ler_pmul ?frob_ge0 //.
    exact: words_bound opA opB opC _ _ (top j (ltn_ord j)).
  rewrite inner_ge0 (le_trans (dh_bound _ _ _)) //; apply: ler_wpmul2r; rewrite ?sqr_ge0 //.
  by apply: sj => i l; exact: entry_gradient.
pose N := norm v ^+ 2.
have nuE : nu * N = \sum_(j < k) (r j * kappa j * N) *+ 2.
  by rewrite /nu -mulrA mulr_suml mulr_sumr; apply: eq_bigr => j _; rewrite mulr_natl.
have betaE : beta * N = \sum_(j < k) (s j * N + r j * kappa j * N) *+ 2.
  rewrite /beta mulrDl nuE -mulrA mulr_suml mulr_sumr -big_split; apply: eq_bigr => j _ /=.
  by rewrite mulr_natl mulrnDl.
rewrite mulNr -!/N nuE betaE -sumrN; apply/andP; split; apply: ler_sum => j _; rewrite !mulr2n ?opprD.
  have [/ler_normlP[low _] /andP[dd _]] := term j.
  have half : - (r j * kappa j * N) <= inner (dh x v j) (dh x v j) + inner (residual x g j) (d2h x v v j).
    by rewrite -[X in X <= _]add0r; apply: ler_add => //; rewrite ler_oppl.
  exact: ler_add.
have [/ler_normlP[_ up] /andP[_ dd]] := term j.
by apply: ler_add; apply: ler_add.
Qed.

End Shadowing.
