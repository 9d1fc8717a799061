(* Claim near-symmetric-extrapolation: asymmetry costs extrapolation only in the second order.  One input, one output.
   Over any real closed field; theta need not be symmetric, small, or the end of a run. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix lemmas_loss lemmas_norm lemmas_robust lemmas_segment.
From formal Require Import definitions_robust robust_extrapolation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Parts.
Variables (F : rcfType) (d : nat).
Implicit Types theta : student F d 1 1.

(* theta = theta_s + theta_a, even and odd under (A, B, C) -> (A^T, C^T, B^T) *)
Definition even_part theta : student F d 1 1 := 2%:R^-1 *: (theta + transpose theta).
Definition odd_part theta : student F d 1 1 := 2%:R^-1 *: (theta - transpose theta).

Lemma halves r s (X Y : 'M[F]_(r, s)) : 2%:R^-1 *: (X + Y) + 2%:R^-1 *: (X - Y) = X.
Proof.
rewrite -scalerDr addrACA subrr addr0 -mulr2n -scaler_nat scalerA mulVf ?scale1r //.
by rewrite pnatr_eq0.
Qed.

Lemma parts theta : even_part theta + 1 *: odd_part theta = theta.
Proof.
rewrite scale1r; case: theta => [[a b] c]; rewrite /even_part /odd_part /transpose /A /B /C /=.
transitivity ((2%:R^-1 *: (a + a^T) + 2%:R^-1 *: (a - a^T), 2%:R^-1 *: (b + c^T) + 2%:R^-1 *: (b - c^T),
  2%:R^-1 *: (c + b^T) + 2%:R^-1 *: (c - b^T)) : student F d 1 1); first by [].
by rewrite !halves.
Qed.

Lemma even_part_symmetric theta : transpose (even_part theta) = even_part theta.
Proof.
have tr r s (X : 'M[F]_(r, s)) Y : (2%:R^-1 *: (X + Y^T))^T = 2%:R^-1 *: (Y + X^T).
  by rewrite linearZ linearD /= trmxK addrC.
by case: theta => [[a b] c]; rewrite /even_part /transpose /A /B /C /= !tr.
Qed.

Lemma odd_part_antisymmetric theta : transpose (odd_part theta) = - odd_part theta.
Proof.
have tr r s (X : 'M[F]_(r, s)) Y : (2%:R^-1 *: (X - Y^T))^T = - (2%:R^-1 *: (Y - X^T)).
  by rewrite linearZ linearB /= trmxK -scalerN opprB.
by case: theta => [[a b] c]; rewrite /odd_part /transpose /A /B /C /= !tr.
Qed.

Lemma frob11 (X : 'M[F]_1) : frob X = `|X 0 0|.
Proof. by rewrite /frob /inner !big_ord1 -expr2 sqrtr_sqr. Qed.

(* |h_i(theta) - h_i(theta_s)| <= kappa_i |theta_a|^2 / 2 *)
Lemma symmetrised theta i K : (forall t, 0 <= t <= 1 ->
    `|((along (even_part theta) (odd_part theta) i)^`(2)).[t]| <= K) ->
  frob (h theta i - h (even_part theta) i) <= K / 2%:R.
Proof.
move=> second; have even := along_even i (even_part_symmetric theta) (odd_part_antisymmetric theta).
have := even_change even second; rewrite !along_horner scale0r addr0 parts.
by rewrite frob11 !mxE.
Qed.

Lemma loss_row k g theta : Num.sqrt (L k g theta) = frob (\row_(i < k) (residual theta g i) 0 0).
Proof.
rewrite /frob /inner big_ord1; congr Num.sqrt; apply: eq_bigr => i _.
by rewrite /inner !big_ord1 !mxE.
Qed.

Lemma symmetrised_loss k g theta (K : nat -> F) (N : F) : 0 <= N ->
  (forall i, (i < k)%N -> frob (h theta i - h (even_part theta) i) <= K i * N / 2%:R) ->
  Num.sqrt (L k g (even_part theta)) <= Num.sqrt (L k g theta) + N / 2%:R * Num.sqrt (\sum_(i < k) K i ^+ 2).
Proof.
move=> N0 near; rewrite !loss_row.
set u := \row_i (residual theta g i) 0 0; set v := (X in frob X <= _).
have -> : v = u - \row_(i < k) (h theta i - h (even_part theta) i) 0 0.
  by apply/matrixP => a i; rewrite !mxE; ring.
apply: (le_trans (frobD _ _)); rewrite frobN ler_add2l /frob.
have half0 : 0 <= N / 2%:R by rewrite mulr_ge0 ?invr_ge0 ?ler0n.
rewrite -[N / _](ger0_norm half0) -sqrtr_sqr -sqrtrM ?sqr_ge0 // ler_wsqrtr // /inner big_ord1 mulr_sumr.
apply: ler_sum => i _; rewrite mxE -expr2 -exprMn -[X in X <= _]real_normK ?num_real // -frob11.
have le := near i (ltn_ord i); rewrite ler_sqr ?nnegrE ?frob_ge0 //; first by rewrite mulrC mulrA.
by rewrite mulrC mulrA (le_trans (frob_ge0 _) le).
Qed.

End Parts.

(* With theta_a the odd part of theta, kappa_i |theta_a|^2 a bound of the second derivative of h_i along theta_a on the
   segment from theta_s to theta, rho a bound of the norm of (A + A^T)/2, and C_1 of robust-extrapolation:
   |h_j - g_j| <= C_1 sqrt(L) + C_2 |theta_a|^2,  C_2 = kappa_j / 2 + C_1 / 2 (sum_(i < k) kappa_i^2)^(1/2). *)
Theorem near_symmetric_extrapolation (F : rcfType) d n k j (theta : student F d 1 1) (w x : 'I_n -> F)
    (rho s_min s_max : F) (kappa : nat -> F) :
  let c := node_polynomial x ^+ 2 in let s := 'X^j %/ c in let r := 'X^j %% c in
  let C1 := Order.max (coef_norm (r + s_max *: c)) (coef_norm (r + s_min *: c)) in
  let C2 := kappa j / 2%:R + C1 / 2%:R * Num.sqrt (\sum_(i < k) kappa i ^+ 2) in
  let theta_s := even_part theta in let theta_a := odd_part theta in
  (2 * n + 1 <= k)%N ->
  (forall v : 'rV[F]_d, frob (v *m A theta_s) <= rho * frob v) ->
  (forall t, `|t| <= rho -> s_min <= s.[t] <= s_max) ->
  (forall i t, 0 <= t <= 1 -> `|((along theta_s theta_a i)^`(2)).[t]| <= kappa i * norm theta_a ^+ 2) ->
  frob (h theta j - teacher w x j) <= C1 * Num.sqrt (L k (teacher w x) theta) + C2 * norm theta_a ^+ 2.
Proof.
move=> c s r C1 C2 theta_s theta_a le rho_norm bounds second; set N := norm theta_a ^+ 2.
have N0 : 0 <= N by exact: sqr_ge0.
have spectrum a : eigenvalue (A theta_s) a -> `|a| <= rho.
  case/eigenvalueP => v vA v0; have := rho_norm v; rewrite vA frobZ ler_pmul2r //.
  by rewrite lt_neqAle frob_ge0 andbT eq_sym frob_eq0.
have near i : frob (h theta i - h theta_s i) <= kappa i * N / 2%:R by exact: symmetrised (second i).
have := robust_extrapolation (even_part_symmetric theta) spectrum le (lexx _) bounds.
rewrite -/c -/s -/r -/C1 => robust.
have C10 : 0 <= C1 by rewrite le_maxr sqrtr_ge0.
have loss := symmetrised_loss (k := k) (teacher w x) N0 (fun i _ => near i).
rewrite -[h theta j](subrK (h theta_s j)) -[_ + _ - teacher w x j]addrA; apply: (le_trans (frobD _ _)).
apply: (le_trans (ler_add (near j) (le_trans (robust w) (ler_wpmul2l C10 loss)))).
have gather (a l q C M : F) : a * M / 2%:R + C * (l + M / 2%:R * q) = C * l + (a / 2%:R + C / 2%:R * q) * M by ring.
by rewrite gather.
Qed.
