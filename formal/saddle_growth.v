(* every-saddle, unused states N = 0: the second variation is q = 2 R_0 y_L y_R, and its gradient flow makes
   y_+ = y_L^T + y_R grow and y_- = y_L^T - y_R decay, both at the rate lambda = 2 (g_0 - h_0) (1 + sum_i beta_i^2 / a_i^2),
   when h_0 < g_0; the other way round when h_0 > g_0.  The weights' signs sigma_i, gamma_i = sigma_i beta_i, are any.

   unused_states:  the term in t^2 is q;  unused_states_gradient:  G is the gradient of q, exactly;
   unused_states_growth:  y_+(- G) = lambda y_+ and y_-(- G) = - lambda y_-, so lambda is the rate of the flow delta' = - G.

   Missing: that directions on the blocks do not mix with those off them at second order (the loss is even in the latter),
   so that delta' = - G is the part off the blocks of the flow linearised at theta. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_line definitions_saddle every_saddle.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section UnusedStates.
Variables (F : fieldType) (m e : nat) (a : 'I_m -> F) (beta : 'cV[F]_m) (gamma : 'rV[F]_m).

(* S^-1 beta, gamma S^-1, and y_R = B_2 - A_21 S^-1 beta, y_L = C_2 - gamma S^-1 A_12 *)
Definition S_beta : 'cV[F]_m := \col_i (beta i 0 / a i).
Definition gamma_S : 'rV[F]_m := \row_i (gamma 0 i / a i).
Definition right_mode (A21 : 'M[F]_(e, m)) (B2 : 'cV[F]_e) : 'cV[F]_e := B2 - A21 *m S_beta.
Definition left_mode (A12 : 'M[F]_(m, e)) (C2 : 'rV[F]_e) : 'rV[F]_e := C2 - gamma_S *m A12.

Section Variation.
Variables (k : nat) (g : nat -> 'M[F]_1).
Hypotheses (distinct : injective a) (nonzero : forall i, a i != 0).
Let theta : student F (m + e) 1 1 := saddle a (0 : 'M[F]_e) beta gamma.
Hypotheses (zero : forall i, (r k a g (0 : 'M[F]_e) beta gamma).[a i] = 0) (slope : forall i, (r k a g (0 : 'M[F]_e) beta gamma)^`().[a i] = 0).

Lemma invmx_node i : invmx ((0 : 'M[F]_e) - (a i)%:M) = (- (a i)^-1)%:M.
Proof.
rewrite sub0r -scaleN1r scale_scalar_mx mulN1r invmx_scalar invrN //.
Qed.

Theorem unused_states (A12 : 'M[F]_(m, e)) (A21 : 'M[F]_(e, m)) (B2 : 'cV[F]_e) (C2 : 'rV[F]_e) : (0 < k)%N ->
  (loss_along k g theta (off_block A12 A21 B2 C2))`_1 = 0 /\
  (loss_along k g theta (off_block A12 A21 B2 C2))`_2 =
    2%:R * residual theta g 0 0 0 * (left_mode A12 C2 *m right_mode A21 B2) 0 0.
Proof.
move=> k0; have regular i : (0 : 'M[F]_e) - (a i)%:M \in unitmx.
  rewrite sub0r -scaleN1r scale_scalar_mx mulN1r unitmxE det_scalar unitrX ?unitfE ?oppr_eq0 //.
have [first ->] := every_saddle A12 A21 B2 C2 distinct zero slope regular; split=> //.
have -> : y_R a (0 : 'M[F]_e) beta A21 B2 = right_mode A21 B2.
  rewrite /y_R /right_mode; congr (_ + _).
  apply/matrixP => i j; rewrite !ord1 summxE !mxE -sumrN; apply: eq_bigr => l _.
  have alg (b c d : F) : b * (- c * d) = - (d * (b * c)) by ring.
  by rewrite invmx_node mul_scalar_mx !mxE alg.
have -> : y_L a (0 : 'M[F]_e) gamma A12 C2 = left_mode A12 C2.
  rewrite /y_L /left_mode; congr (_ + _).
  apply/matrixP => i j; rewrite !ord1 summxE !mxE -sumrN; apply: eq_bigr => l _.
  have alg (b c d : F) : b * (- c * d) = - ((b * c) * d) by ring.
  by rewrite invmx_node mul_mx_scalar !mxE alg.
have -> : r_of_N k a g (0 : 'M[F]_e) beta gamma = (residual theta g 0 0 0)%:M.
  case: (k) k0 => // k' _; rewrite /r_of_N big_ord_recl big1 => [|j _]; first by rewrite addr0 scalemx1.
  by rewrite /= mul0mx scaler0.
by rewrite mul_mx_scalar -scalemxAl mxE mulrA.
Qed.

End Variation.

(* The gradient of q(A_12, A_21, B_2, C_2) = 2 R_0 y_L y_R, component by component *)
Variable R0 : F.
Let q A12 A21 B2 C2 : F := 2%:R * R0 * (left_mode A12 C2 *m right_mode A21 B2) 0 0.
Definition grad_B2 A12 C2 : 'cV[F]_e := (2%:R * R0) *: (left_mode A12 C2)^T.
Definition grad_A21 A12 C2 : 'M[F]_(e, m) := - (2%:R * R0) *: ((left_mode A12 C2)^T *m S_beta^T).
Definition grad_C2 A21 B2 : 'rV[F]_e := (2%:R * R0) *: (right_mode A21 B2)^T.
Definition grad_A12 A21 B2 : 'M[F]_(m, e) := - (2%:R * R0) *: (gamma_S^T *m (right_mode A21 B2)^T).

Lemma inner_trmx r s (X Y : 'M[F]_(r, s)) : inner X Y = \tr (X^T *m Y).
Proof. by rewrite /inner exchange_big; apply: eq_bigr => l _; rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Theorem unused_states_gradient A12 A21 B2 C2 E12 E21 D2 H2 :
  q (A12 + E12) (A21 + E21) (B2 + D2) (C2 + H2) = q A12 A21 B2 C2
  + (inner (grad_A12 A21 B2) E12 + inner (grad_A21 A12 C2) E21 + inner (grad_B2 A12 C2) D2 + inner (grad_C2 A21 B2) H2)
  + q E12 E21 D2 H2.
Proof.
have left : left_mode (A12 + E12) (C2 + H2) = left_mode A12 C2 + left_mode E12 H2.
  by rewrite /left_mode mulmxDr opprD addrACA.
have right : right_mode (A21 + E21) (B2 + D2) = right_mode A21 B2 + right_mode E21 D2.
  by rewrite /right_mode mulmxDl opprD addrACA.
rewrite /q left right; set yl := left_mode A12 C2; set yr := right_mode A21 B2.
have cross1 : 2%:R * R0 * (yl *m right_mode E21 D2) 0 0 = inner (grad_A21 A12 C2) E21 + inner (grad_B2 A12 C2) D2.
  rewrite !inner_trmx /grad_A21 /grad_B2 !linearZ /= !trmx_mul !trmxK -!scalemxAl !mxtraceZ /right_mode.
  rewrite -trace_mx11 mulmxBr raddfB /= mulrBr -[S_beta *m _ *m _]mulmxA [\tr (S_beta *m _)]mxtrace_mulC -mulmxA.
  by rewrite mulNr addrC.
have cross2 : 2%:R * R0 * (left_mode E12 H2 *m yr) 0 0 = inner (grad_A12 A21 B2) E12 + inner (grad_C2 A21 B2) H2.
  rewrite !inner_trmx /grad_A12 /grad_C2 !linearZ /= !trmx_mul !trmxK -!scalemxAl !mxtraceZ /left_mode.
  rewrite -trace_mx11 mulmxBl raddfB /= mulrBr -[right_mode _ _ *m _ *m _]mulmxA [\tr (right_mode _ _ *m (_ *m _))]mxtrace_mulC.
  by rewrite mulNr addrC [\tr (H2 *m _)]mxtrace_mulC.
have expand (u1 u2 : 'rV[F]_e) (v1 v2 : 'cV[F]_e) : ((u1 + u2) *m (v1 + v2)) 0 0 =
    (u1 *m v1) 0 0 + (u1 *m v2) 0 0 + ((u2 *m v1) 0 0 + (u2 *m v2) 0 0) by rewrite mulmxDl !mulmxDr !mxE.
rewrite expand !mulrDr cross1 cross2.
have alg (x1 x2 x3 x4 x5 x6 : F) : x1 + (x2 + x3) + (x4 + x5 + x6) = x1 + (x4 + x2 + x3 + x5) + x6 by ring.
exact: alg.
Qed.

Theorem unused_states_growth (sigma : 'I_m -> F) A12 A21 B2 C2 :
  (forall i, sigma i ^+ 2 = 1) -> (forall i, gamma 0 i = sigma i * beta i 0) ->
  let lambda := - (2%:R * R0) * (1 + \sum_i beta i 0 ^+ 2 / a i ^+ 2) in
  let y_L := left_mode A12 C2 in let y_R := right_mode A21 B2 in
  let y_L' := left_mode (- grad_A12 A21 B2) (- grad_C2 A21 B2) in
  let y_R' := right_mode (- grad_A21 A12 C2) (- grad_B2 A12 C2) in
  y_L'^T + y_R' = lambda *: (y_L^T + y_R) /\ y_L'^T - y_R' = - lambda *: (y_L^T - y_R).
Proof.
move=> sigma2 gammaE lambda y_L y_R y_L' y_R'.
have norm_beta : S_beta^T *m S_beta = (\sum_i beta i 0 ^+ 2 / a i ^+ 2)%:M.
  by apply/matrixP => i j; rewrite !ord1 !mxE mulr1n; apply: eq_bigr => l _; rewrite !mxE -expr2 exprMn exprVn.
have norm_gamma : gamma_S *m gamma_S^T = (\sum_i beta i 0 ^+ 2 / a i ^+ 2)%:M.
  apply/matrixP => i j; rewrite !ord1 !mxE mulr1n; apply: eq_bigr => l _.
  by rewrite !mxE -expr2 exprMn exprVn gammaE exprMn sigma2 mul1r.
have right : y_R' = lambda *: y_L^T.
  rewrite /y_R' /right_mode /grad_B2 /grad_A21 mulNmx opprK -scalemxAl -mulmxA norm_beta mul_mx_scalar.
  rewrite scalerA -scaleNr -scalerDl; congr (_ *: _); rewrite /lambda mulrDr mulr1; ring.
have left : y_L' = lambda *: y_R^T.
  rewrite /y_L' /left_mode /grad_C2 /grad_A12 mulmxN opprK -scalemxAr mulmxA norm_gamma mul_scalar_mx.
  by rewrite scalerA -scaleNr -scalerDl; congr (_ *: _); rewrite /lambda mulrDr mulr1.
rewrite left right linearZ /= trmxK -scalerDr addrC; split=> //.
by rewrite -scalerBr -[y_R - _]opprB scalerN scaleNr.
Qed.

End UnusedStates.
