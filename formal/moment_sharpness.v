(* moment-sharpness.  k = 2n >= 2 lags leave two parameters free.  Let the n nodes be distinct and the weights positive.

   coupled_student:  a state of self-feedback alpha, coupled to the modes of the teacher by t v_i,
     v_i = 1 / (sqrt(w_i) pi'(x_i)), makes a symmetric student with L = 0, h_2n - g_2n = t^2 and
     h_(2n+1) - g_(2n+1) = t^2 (alpha + 2 sum_i x_i).
   moment_sharpness:  so for every width d >= n + 1, every y > g_2n and every z there is a symmetric student with
     L = 0 on k <= 2n lags, h_2n = y and h_(2n+1) = z.  Over any real closed field. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions lemmas_loss lemmas_symmetric lemmas_measure lemmas_lagrange lemmas_padding.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section MomentSharpness.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Let N := n.+1.
Let g := teacher w x.

Definition v i := (Num.sqrt (w i) * (node_polynomial x)^`().[x i])^-1.

Definition coupled (t alpha : F) : student F (N + 1) 1 1 :=
  let B := col_mx (\col_i Num.sqrt (w i)) (0 : 'M_1) in
  (block_mx (diag_mx (\row_i x i)) (\col_i (t * v i)) (\row_i (t * v i)) alpha%:M, B, B^T).

Hypotheses (distinct : injective x) (positive : forall i, 0 < w i).
Variables (t alpha : F).
Let theta := coupled t alpha.
Let moment j : 'cV[F]_N := \col_i (x i ^+ j * Num.sqrt (w i)).

Lemma coupled_symmetric : symmetric theta.
Proof.
apply: symmetric_intro; rewrite tr_block_mx tr_diag_mx tr_scalar_mx.
by congr (block_mx _ _ _ _); apply/matrixP => i j; rewrite !mxE.
Qed.

Lemma root_neq0 i : Num.sqrt (w i) != 0.
Proof. by rewrite sqrtr_eq0 -ltNge. Qed.

Lemma v_moment j : (\row_i (t * v i)) *m moment j = (t * \sum_i x i ^+ j / (node_polynomial x)^`().[x i])%:M.
Proof.
apply/matrixP => a b; rewrite !ord1 !mxE eqxx mulr1n mulr_sumr; apply: eq_bigr => i _.
rewrite !mxE /v invfM -mulrA; congr (_ * _).
by rewrite mulrC -mulrA; congr (_ * _); rewrite mulrA mulfV ?root_neq0 // mul1r.
Qed.

Lemma moment_moment i j : (moment i)^T *m moment j = g (i + j).
Proof.
apply/matrixP => a b; rewrite !ord1 !mxE eqxx mulr1n; apply: eq_bigr => l _.
by rewrite !mxE mulrACA -exprD -expr2 sqr_sqrtr ?ltW // mulrC.
Qed.

Lemma step (u : 'cV[F]_N) (a : 'M[F]_1) : A theta *m col_mx u a =
  col_mx (diag_mx (\row_i x i) *m u + (\col_i (t * v i)) *m a) ((\row_i (t * v i)) *m u + alpha *: a).
Proof. by rewrite mul_block_col mul_scalar_mx. Qed.

Lemma diag_moment j : diag_mx (\row_i x i) *m moment j = moment j.+1.
Proof. by rewrite mul_diag_mx; apply/matrixP => a b; rewrite !mxE exprS mulrA. Qed.

Lemma column_below j : (j < N)%N -> b theta j = col_mx (moment j) 0.
Proof.
elim: j => [|j IH] lt; first by congr col_mx; apply/matrixP => a b; rewrite !mxE mul1r.
rewrite -[LHS]/(A theta *m b theta j) IH ?(ltnW lt) // step mulmx0 addr0 scaler0 addr0 diag_moment v_moment.
by rewrite (sum_powers distinct) // mulr0; congr col_mx; apply/matrixP => a c; rewrite !mxE mul0rn.
Qed.

Lemma column_N : b theta N = col_mx (moment N) t%:M.
Proof.
rewrite -[LHS]/(A theta *m b theta n) column_below // step mulmx0 addr0 scaler0 addr0 diag_moment v_moment.
by rewrite (sum_powers_n distinct) mulr1.
Qed.

Let sum := \sum_i x i.

Lemma column_SN : b theta N.+1 = col_mx (moment N.+1 + t *: (\col_i (t * v i))) (t * sum + alpha * t)%:M.
Proof.
rewrite -[LHS]/(A theta *m b theta N) column_N step diag_moment v_moment (sum_powers_Sn distinct) mul_mx_scalar.
by rewrite scale_scalar_mx -raddfD.
Qed.

Lemma gram_theta i j : (b theta i)^T *m b theta j = h theta (i + j).
Proof. by apply: gram; have /symmetricP [] := coupled_symmetric. Qed.

Lemma coupled_below j : (j < 2 * N)%N -> h theta j = g j.
Proof.
move=> lt; pose i := minn j n; have ltiN : (i < N)%N by rewrite ltnS geq_minr.
rewrite -(subnKC (geq_minl j n)) -/i -gram_theta (column_below ltiN).
have le : (j - i <= N)%N.
  rewrite leq_subLR /i; case: (leqP j n) => [le|_]; first by rewrite leq_addr.
  by move: lt; rewrite mulSn mul1n addSn ltnS.
rewrite leq_eqVlt in le; case/predU1P: le => [->|lt'].
  by rewrite column_N tr_col_mx mul_row_col trmx0 mul0mx addr0 moment_moment.
by rewrite column_below // tr_col_mx mul_row_col trmx0 mul0mx addr0 moment_moment.
Qed.

Theorem coupled_student :
  [/\ symmetric theta, L (2 * N) g theta = 0, h theta (2 * N) - g (2 * N) = (t ^+ 2)%:M
    & h theta (2 * N).+1 - g (2 * N).+1 = (t ^+ 2 * (alpha + 2%:R * sum))%:M].
Proof.
split; [exact: coupled_symmetric|exact/fit_loss/coupled_below|..].
  rewrite mulSn mul1n -gram_theta column_N tr_col_mx mul_row_col moment_moment addrC addKr.
  by rewrite tr_scalar_mx -scalar_mxM expr2.
rewrite mulSn mul1n -addnS -gram_theta column_N column_SN tr_col_mx mul_row_col mulmxDr moment_moment.
rewrite -addrA addrC addKr -scalemxAr.
have -> : (moment N)^T *m (\col_i (t * v i)) = (t * sum)%:M.
  rewrite -[LHS]trmxK trmx_mul trmxK.
  have -> : (\col_i (t * v i))^T = \row_i (t * v i) by apply/matrixP => a b; rewrite !mxE.
  by rewrite v_moment (sum_powers_Sn distinct) tr_scalar_mx.
rewrite scale_scalar_mx tr_scalar_mx -scalar_mxM -raddfD /=; congr (_%:M).
by move: sum => s; ring.
Qed.

End MomentSharpness.

Theorem moment_sharpness (F : rcfType) n k d (w x : 'I_n -> F) (y z : F) :
  injective x -> (forall i, 0 < w i) -> (0 < n)%N -> (k <= 2 * n)%N -> (n + 1 <= d)%N ->
  teacher w x (2 * n) 0 0 < y ->
  exists2 theta : student F d 1 1, symmetric theta &
    [/\ L k (teacher w x) theta = 0, h theta (2 * n) = y%:M & h theta (2 * n).+1 = z%:M].
Proof.
case: n w x => // n w x distinct positive _ lek width above; set g := teacher w x in above *.
pose t := Num.sqrt (y - g (2 * n.+1)%N 0 0).
pose alpha := (z - g (2 * n.+1).+1 0 0) / t ^+ 2 - 2%:R * \sum_i x i.
have tt : t ^+ 2 = y - g (2 * n.+1)%N 0 0 by rewrite sqr_sqrtr // subr_ge0 ltW.
have [sym L0 even odd] := coupled_student distinct positive t alpha.
have solve (M G : 'M[F]_1) s : M - G = s%:M -> M = (G 0 0 + s)%:M.
  by move=> /eqP; rewrite subr_eq => /eqP ->; rewrite [G in LHS]mx11_scalar -raddfD addrC.
have [theta sym' response] := symmetric_padding width sym.
exists theta => //; split.
- apply: fit_loss => j lt; rewrite response; exact/(loss_eq0 L0)/(leq_trans lt).
- by rewrite response (solve _ _ _ even) tt -/g addrC subrK.
rewrite response (solve _ _ _ odd) /alpha subrK mulrC divfK -/g; first by rewrite addrC subrK.
by rewrite tt subr_eq0 gt_eqF.
Qed.
