(* The first-order change of h_j, a bound of the second, and the gradient of any function of the lags. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix lemmas_loss lemmas_norm.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section FirstOrder.
Variables (R : comRingType) (d m p : nat).
Implicit Types (theta delta : student R d m p) (W : nat -> 'M[R]_(p, m)).

(* the part of b_j, and of h_j, at theta + delta that is linear in delta *)
Definition db theta delta : nat -> 'M[R]_(d, m) :=
  fix db j := if j is i.+1 then A theta *m db i + A delta *m b theta i else B delta.
Definition dh theta delta j : 'M[R]_(p, m) := C delta *m b theta j + C theta *m db theta delta j.

Lemma c_succ A (B : 'M[R]_(d, m)) (C : 'M[R]_(p, d)) i : c (A, B, C *m A) i = c (A, B, C) i.+1.
Proof. by rewrite /c /= trmx_mul -iterSr. Qed.

Lemma db_sum theta delta j : C theta *m db theta delta j =
  (c theta j)^T *m B delta + \sum_(i < j) (c theta i)^T *m A delta *m b theta (j.-1 - i).
Proof.
case: theta => [[A B] C] /=; elim: j C => [|j IH] C /=; first by rewrite big_ord0 addr0 /c /= trmxK.
rewrite mulmxDr !mulmxA -/(db (A, B, C) delta j) -[db _ _ j]/(db (A, B, C *m A) delta j) IH c_succ -addrA; congr (_ + _).
rewrite [RHS]big_ord_recl subn0 [c _ 0]/= trmxK [RHS]addrC; congr (_ + _).
apply: eq_bigr => -[i ltij] _ /=; rewrite c_succ /bump add1n.
by case: j ltij {IH} => // j ltij; rewrite /= subSS.
Qed.

Lemma grad_pairing k W theta delta :
  \sum_(j < k) inner (W j) (dh theta delta j) = dot (grad k W theta) delta.
Proof.
rewrite /dot /grad [A (_, _)]/= [B (_, _)]/= [C (_, _)]/=.
rewrite !inner_suml -!big_split /=; apply: eq_bigr => j _; rewrite /dh innerDr db_sum innerDr addrC.
congr (_ + _); last by rewrite innerC inner_mulr innerC.
rewrite addrC; congr (_ + _); last by rewrite innerC inner_mull trmxK innerC.
rewrite innerC !inner_suml; apply: eq_bigr => i _.
by rewrite inner_mulr inner_mull trmxK innerC mulmxA.
Qed.

Lemma b_step theta delta j : b (theta + delta) j.+1 - b theta j.+1 - db theta delta j.+1 =
  let r := b (theta + delta) j - b theta j - db theta delta j in
  A theta *m r + A delta *m db theta delta j + A delta *m r.
Proof.
rewrite [b _ j.+1]/= [b theta j.+1]/= -/(b (theta + delta) j) -/(b theta j) /=.
rewrite [A (_ + _)]/(A theta + A delta) mulmxDl !mulmxBr.
move: (A theta *m _) (A theta *m b theta j) (A theta *m db _ _ _) (A delta *m _) (A delta *m _) (A delta *m _).
by move=> x y z u v w; mx_ring.
Qed.

Lemma h_step theta delta j : h (theta + delta) j - h theta j - dh theta delta j =
  let r := b (theta + delta) j - b theta j - db theta delta j in
  C theta *m r + C delta *m db theta delta j + C delta *m r.
Proof.
rewrite /h /dh [C (_ + _)]/(C theta + C delta) mulmxDl !mulmxBr.
move: (C theta *m _) (C theta *m b theta j) (C theta *m db _ _ _) (C delta *m _) (C delta *m _) (C delta *m _).
by move=> x y z u v w; mx_ring.
Qed.

End FirstOrder.

Section Bounds.
Variables (R : rcfType) (d m p : nat).
Implicit Types (theta delta G : student R d m p).

Let small x y z (a u v w : R) : 0 <= x -> 0 <= y -> y <= 1 -> 0 <= z ->
  u <= a * (x * y ^+ 2) -> v <= y * (x * y) -> w <= y * (x * y ^+ 2) -> u + v + w <= ((a + 2%:R) * x + z) * y ^+ 2.
Proof.
move=> x0 y0 y1 z0 ul vl wl; apply: (le_trans (ler_add (ler_add ul vl) wl)).
rewrite -subr_ge0; have -> : ((a + 2%:R) * x + z) * y ^+ 2 - (a * (x * y ^+ 2) + y * (x * y) + y * (x * y ^+ 2))
  = x * y ^+ 2 * (1 - y) + z * y ^+ 2 by ring.
by rewrite addr_ge0 ?mulr_ge0 ?sqr_ge0 // subr_ge0.
Qed.

Lemma b_second_order theta j : exists2 K, 0 <= K & forall delta, norm delta <= 1 ->
  frob (db theta delta j) <= K * norm delta
  /\ frob (b (theta + delta) j - b theta j - db theta delta j) <= K * norm delta ^+ 2.
Proof.
elim: j => [|j [K K0 IH]].
  exists 1 => // delta _; have [_ bd _] := frob_le_norm delta; rewrite mul1r; split=> //=.
  have -> : B (theta + delta) - B theta - B delta = 0 by rewrite /B /=; mx_ring.
  by rewrite frob0 mul1r sqr_ge0.
exists ((frob (A theta) + 2%:R) * K + frob (b theta j)) => [|delta d1].
  by rewrite addr_ge0 ?frob_ge0 ?mulr_ge0 // addr_ge0 ?frob_ge0 ?ler0n.
have [first second] := IH delta d1; have [ad _ _] := frob_le_norm delta; have d0 := norm_ge0 delta.
split.
  apply: (le_trans (frobD _ _)); rewrite mulrDl; apply: ler_add; last first.
    by rewrite mulrC (le_trans (frob_mul _ _)) // ler_wpmul2r ?frob_ge0.
  apply: (le_trans (frob_mul _ _)); apply: (@le_trans _ _ (frob (A theta) * (K * norm delta))).
    by rewrite ler_wpmul2l ?frob_ge0.
  by rewrite mulrA ler_wpmul2r // ler_wpmul2r // ler_addl ler0n.
rewrite b_step; apply: (le_trans (frobD _ _)); apply: (le_trans (ler_add (frobD _ _) (lexx _))).
apply: small => //; rewrite ?frob_ge0 //; apply: (le_trans (frob_mul _ _)).
- by rewrite ler_wpmul2l ?frob_ge0.
- by rewrite ler_pmul ?frob_ge0.
by rewrite ler_pmul ?frob_ge0.
Qed.

Lemma h_second_order theta j : exists2 K, 0 <= K & forall delta, norm delta <= 1 ->
  frob (dh theta delta j) <= K * norm delta
  /\ frob (h (theta + delta) j - h theta j - dh theta delta j) <= K * norm delta ^+ 2.
Proof.
have [K K0 bounds] := b_second_order theta j.
exists ((frob (C theta) + 2%:R) * K + frob (b theta j)) => [|delta d1].
  by rewrite addr_ge0 ?frob_ge0 ?mulr_ge0 // addr_ge0 ?frob_ge0 ?ler0n.
have [first second] := bounds delta d1; have [_ _ cd] := frob_le_norm delta; have d0 := norm_ge0 delta.
split.
  rewrite /dh addrC; apply: (le_trans (frobD _ _)); rewrite mulrDl; apply: ler_add; last first.
    by rewrite mulrC (le_trans (frob_mul _ _)) // ler_wpmul2r ?frob_ge0.
  apply: (le_trans (frob_mul _ _)); apply: (@le_trans _ _ (frob (C theta) * (K * norm delta))).
    by rewrite ler_wpmul2l ?frob_ge0.
  by rewrite mulrA ler_wpmul2r // ler_wpmul2r // ler_addl ler0n.
rewrite h_step; apply: (le_trans (frobD _ _)); apply: (le_trans (ler_add (frobD _ _) (lexx _))).
apply: small => //; rewrite ?frob_ge0 //; apply: (le_trans (frob_mul _ _)).
- by rewrite ler_wpmul2l ?frob_ge0.
- by rewrite ler_pmul ?frob_ge0.
by rewrite ler_pmul ?frob_ge0.
Qed.

(* one constant for all lags j < k *)
Lemma lags_second_order theta k : exists2 K, 0 < K & forall delta, norm delta <= 1 -> forall j, (j < k)%N ->
  frob (dh theta delta j) <= K * norm delta
  /\ frob (h (theta + delta) j - h theta j - dh theta delta j) <= K * norm delta ^+ 2.
Proof.
elim: k => [|k [K K0 IH]]; first by exists 1.
have [K' K'0 last] := h_second_order theta k.
exists (K + K') => [|delta d1 j]; first by rewrite ltr_paddr.
rewrite ltnS leq_eqVlt !mulrDl => /orP[/eqP->|/(IH delta d1) [u v]].
  have [u v] := last delta d1; split.
    by rewrite (le_trans u) // ler_addr mulr_ge0 ?norm_ge0 // ltW.
  by rewrite (le_trans v) // ler_addr mulr_ge0 ?sqr_ge0 // ltW.
by split; [rewrite (le_trans u)|rewrite (le_trans v)]; rewrite // ler_addl mulr_ge0 ?norm_ge0 ?sqr_ge0.
Qed.

Lemma gradient_unique (phi : student R d m p -> R) theta G G' :
  is_gradient phi theta G -> is_gradient phi theta G' -> G = G'.
Proof.
move=> grad grad'; suff /norm_eq0 E : norm (G - G') = 0 by rewrite -[G](subrK G') E add0r.
set D := G - G'; apply/eqP; rewrite eq_le norm_ge0 andbT leNgt; apply/negP => D0.
have e0 : 0 < norm D / 4%:R by rewrite divr_gt0 ?ltr0n.
have [s s0 near] := grad _ e0; have [s' s'0 near'] := grad' _ e0.
set r := Num.min s s'; have r0 : 0 < r by rewrite lt_minr s0.
pose delta := (r / norm D) *: D.
have nr : norm delta = r by rewrite normZ gtr0_norm ?divr_gt0 // mulfVK ?gt_eqF.
have := ler_add (near delta _) (near' delta _); rewrite nr le_minl lexx => /(_ isT); rewrite le_minl lexx orbT => /(_ isT).
rewrite distrC => both; have := le_trans (ler_norm_add _ _) both.
have -> : dot G delta - (phi (theta + delta) - phi theta) + (phi (theta + delta) - phi theta - dot G' delta)
  = dot D delta by rewrite /D dotDl dotNl; ring.
rewrite /delta dotZr -norm_square ger0_norm ?mulr_ge0 ?sqr_ge0 ?invr_ge0 ?norm_ge0 ?(ltW r0) //.
rewrite expr2 mulrA mulfVK ?gt_eqF // -mulrDl [r * _]mulrC ler_pmul2r // leNgt => /negP; apply.
set e := norm D / 4%:R in e0 *; have -> : norm D = e * 4%:R by rewrite mulfVK // pnatr_eq0.
by rewrite -subr_gt0 (_ : e * 4%:R - (e + e) = e + e) ?addr_gt0 //; ring.
Qed.

Lemma grad_is_gradient k f W theta : is_derivative f (lags k theta) W ->
  is_gradient (fun theta => f (lags k theta)) theta (grad k W theta).
Proof.
move=> df e e0; have [K K0 expand] := lags_second_order theta k.
pose M := \sum_(j < k) frob (W j) * K; have M0 : 0 <= M.
  by apply: sumr_ge0 => j _; rewrite mulr_ge0 ?frob_ge0 // ltW.
have e20 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
pose N := K *+ 2 * k.+1%:R; have N0 : 0 < N by rewrite mulr_gt0 ?pmulrn_lgt0 ?ltr0n.
have [s s0 near] := df _ (divr_gt0 e20 N0).
exists (Num.min 1 (Num.min (s / (K *+ 2)) (e / 2%:R / (M + 1)))) => [|delta].
  by rewrite !lt_minr ltr01 !divr_gt0 ?pmulrn_lgt0 ?ltr_spaddr ?ltr01.
rewrite !le_minr => /and3P[d1 ds dM]; have d0 := norm_ge0 delta.
pose D : {ffun 'I_k -> 'M[R]_(p, m)} := [ffun j : 'I_k => h (theta + delta) j - h theta j].
have Dle j : frob (D j) <= K *+ 2 * norm delta.
  have [first second] := expand delta d1 j (ltn_ord j); rewrite ffunE mulr2n mulrDl.
  rewrite -[X in frob X](subrK (dh theta delta j)); apply: (le_trans (frobD _ _)); apply: ler_add first.
  by apply: (le_trans second); rewrite ler_pmul2l // expr2 ler_pimull.
have -> : lags k (theta + delta) = lags k theta + D.
  by apply/ffunP => j; rewrite /D !ffunE; mx_ring.
have -> : dot (grad k W theta) delta
  = \sum_(j < k) inner (W j) (D j) - \sum_(j < k) inner (W j) (D j - dh theta delta j).
  by rewrite -grad_pairing -sumrB; apply: eq_bigr => j _; rewrite innerBr opprB addrC subrK.
rewrite opprB addrCA [X in `|X|]addrC (splitr e) mulrDl; apply: (le_trans (ler_norm_add _ _)); apply: ler_add.
  apply: le_trans (near D _) _ => [j|].
    by apply: (le_trans (Dle j)); rewrite mulrC -ler_pdivl_mulr ?pmulrn_lgt0.
  apply: (@le_trans _ _ (e / 2%:R / N * (N * norm delta))); last by rewrite mulrA mulfVK ?gt_eqF.
  rewrite (ler_pmul2l (divr_gt0 e20 N0)); apply: (@le_trans _ _ (\sum_(j < k) K *+ 2 * norm delta)).
    exact: ler_sum.
  rewrite sumr_const card_ord -mulr_natr -mulrA [norm delta * _]mulrC mulrA /N.
  by rewrite ler_wpmul2r // ler_pmul2l ?pmulrn_lgt0 // ler_nat.
apply: (@le_trans _ _ ((M + 1) * norm delta ^+ 2)).
  apply: (le_trans (ler_norm_sum _ _ _)); apply: (@le_trans _ _ (M * norm delta ^+ 2)).
    rewrite /M mulr_suml; apply: ler_sum => j _; apply: (le_trans (inner_le _ _)).
    rewrite -mulrA ler_wpmul2l ?frob_ge0 // ffunE.
    by have [_ second] := expand delta d1 j (ltn_ord j).
  by rewrite ler_wpmul2r ?sqr_ge0 // ler_addl ler01.
by rewrite expr2 mulrA ler_wpmul2r // mulrC -ler_pdivl_mulr // ltr_spaddr ?ltr01.
Qed.

End Bounds.
