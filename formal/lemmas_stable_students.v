(* The students that attain the range of stable-threshold: one end a node, both, or none. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_stable lemmas_loss lemmas_symmetric lemmas_measure lemmas_lagrange lemmas_order
  lemmas_spectral lemmas_barrier lemmas_quadratic moment_sharpness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Attained.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Hypotheses (distinct : injective x) (positive : forall i, 0 < w i) (inside : forall i, `|x i| <= 1).
Let N := n.+1.
Let g := teacher w x.
Let D : 'M[F]_N := diag_mx (\row_i x i).
Let beta : 'cV[F]_N := \col_i Num.sqrt (w i).
Let moment j : 'cV[F]_N := \col_i (x i ^+ j * Num.sqrt (w i)).
Let V : 'cV[F]_N := \col_i v w x i.

Lemma v_square i : v w x i ^+ 2 = (w i * (node_polynomial x)^`().[x i] ^+ 2)^-1.
Proof. by rewrite /v exprVn exprMn sqr_sqrtr // ltW. Qed.

Lemma spreadE : spread w x = \sum_i v w x i ^+ 2 / missing x (x i).
Proof. by apply: eq_bigr => i _; rewrite v_square invfM. Qed.

Lemma diag_form (y : 'rV[F]_N) : (y *m D *m y^T) 0 0 = \sum_i x i * y 0 i ^+ 2.
Proof.
rewrite mul_mx_diag mxE; apply: eq_bigr => i _; by rewrite !mxE mulrAC mulrC -expr2.
Qed.

Lemma unit_form (y : 'rV[F]_N) : (y *m y^T) 0 0 = \sum_i y 0 i ^+ 2.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE expr2. Qed.

Lemma V_form (y : 'rV[F]_N) : (y *m V) 0 0 = \sum_i v w x i * y 0 i.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE mulrC. Qed.

Lemma V_moment j : V^T *m moment j = (\sum_i x i ^+ j / (node_polynomial x)^`().[x i])%:M.
Proof.
have := @v_moment F n w x positive 1 j; rewrite mul1r => <-; congr (_ *m _).
by apply/matrixP => a b; rewrite !mxE mul1r.
Qed.

Lemma V_moment_below j : (j < n)%N -> V^T *m moment j = 0.
Proof. by move=> lt; rewrite V_moment (sum_powers distinct) // raddf0. Qed.

Lemma V_moment_n : V^T *m moment n = 1.
Proof. by rewrite V_moment (sum_powers_n distinct). Qed.

Lemma moment_beta : moment 0 = beta.
Proof. by apply/matrixP => i j; rewrite !mxE mul1r. Qed.

Lemma D_moment j : D *m moment j = moment j.+1.
Proof. exact: diag_moment. Qed.

(* One end is a node: A = D + tau V V^T *)
Section OneEnd.
Variable tau : F.
Let theta : student F N 1 1 := (D + tau *: (V *m V^T), beta, beta^T).

Lemma one_end_symmetric : symmetric theta.
Proof. by apply: symmetric_intro; rewrite linearD linearZ /= tr_diag_mx trmx_mul trmxK. Qed.

Lemma one_end_step j : A theta *m moment j = moment j.+1 + tau *: (V *m (V^T *m moment j)).
Proof. by rewrite mulmxDl D_moment -scalemxAl mulmxA. Qed.

Lemma one_end_column j : (j <= n)%N -> b theta j = moment j.
Proof.
elim: j => [|j IH] le; first by rewrite moment_beta.
rewrite -[LHS]/(A theta *m b theta j) IH ?(ltnW le) // one_end_step V_moment_below // mulmx0 scaler0 addr0 //.
Qed.

Lemma one_end_gram i j : (b theta i)^T *m b theta j = h theta (i + j).
Proof. by apply: gram; have /symmetricP [] := one_end_symmetric. Qed.

Lemma one_end_fits : L (2 * n).+1 g theta = 0 /\ h theta (2 * n).+1 = g (2 * n).+1 + tau%:M.
Proof.
split.
  apply: fit_loss => j lt; pose i := minn j n.
  have lein : (i <= n)%N by rewrite geq_minr.
  have lel : (j - i <= n)%N.
    rewrite leq_subLR /i; case: (leqP j n) => [le|_]; first by rewrite leq_addr.
    by move: lt; rewrite mulSn mul1n ltnS.
  rewrite -(subnKC (geq_minl j n)) -/i -one_end_gram !one_end_column //; exact: moment_moment.
rewrite mulSn mul1n -addnS -one_end_gram one_end_column // -[b _ n.+1]/(A theta *m b theta n) one_end_column //.
rewrite one_end_step V_moment_n mulmx1 mulmxDr (moment_moment x positive); congr (_ + _).
by rewrite -scalemxAr -[_^T *m V]trmxK trmx_mul trmxK V_moment_n trmx1 scalemx1.
Qed.

Lemma one_end_bounded :
  (forall y : 'rV_N, tau * (\sum_i v w x i * y 0 i) ^+ 2 <= \sum_i (1 - x i) * y 0 i ^+ 2) ->
  (forall y : 'rV_N, - tau * (\sum_i v w x i * y 0 i) ^+ 2 <= \sum_i (1 + x i) * y 0 i ^+ 2) ->
  bounded (A theta).
Proof.
move=> above below y.
have E : (y *m A theta *m y^T) 0 0 = \sum_i x i * y 0 i ^+ 2 + tau * (\sum_i v w x i * y 0 i) ^+ 2.
  rewrite mulmxDr mulmxDl mxE diag_form; congr (_ + _).
  have -> : y *m (tau *: (V *m V^T)) *m y^T = tau *: ((y *m V) *m (y *m V)^T).
    by rewrite trmx_mul -scalemxAr -scalemxAl !mulmxA.
  by rewrite mxE [X in _ * X]mxE big_ord1 [X in _ * (_ * X)]mxE V_form expr2.
rewrite E unit_form ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  have := below y; rewrite -subr_ge0 mulNr opprK; congr (0 <= _).
  rewrite [RHS]addrAC -big_split /=; congr (_ + _); apply: eq_bigr => i _; by rewrite mulrDl mul1r addrC.
have := above y; rewrite -subr_ge0; congr (0 <= _).
rewrite opprD addrA -sumrB; congr (_ - _); apply: eq_bigr => i _; by rewrite mulrBl mul1r.
Qed.

End OneEnd.

Lemma share_form (share S T U : F) : 0 <= share <= 1 -> 0 < S -> T ^+ 2 <= S * U -> 0 <= U -> share / S * T ^+ 2 <= U.
Proof.
move=> /andP [s0 s1] S0 TU U0; apply: (@le_trans _ _ (share * U)).
  rewrite -mulrA ler_wpmul2l // mulrC -[X in _ <= X](mulKf (lt0r_neq0 S0)) mulrC.
  by rewrite ler_wpmul2l // invr_ge0 ltW.
by rewrite -[X in _ <= X]mul1r -subr_ge0 -mulrBl mulr_ge0 // subr_ge0.
Qed.

Lemma inside_ends i : 0 <= 1 - x i /\ 0 <= 1 + x i.
Proof. by have := inside i; rewrite ler_norml => /andP [lo hi]; rewrite subr_ge0 hi -[1]opprK addrC subr_ge0. Qed.

Lemma end_form (y : 'rV[F]_N) : 0 <= \sum_i (1 - x i) * y 0 i ^+ 2 /\ 0 <= \sum_i (1 + x i) * y 0 i ^+ 2.
Proof. by split; apply: sumr_ge0 => i _; have [] := inside_ends i => *; rewrite mulr_ge0 ?sqr_ge0. Qed.

Lemma bounded_D : bounded D.
Proof.
move=> y; have [right left] := end_form y.
rewrite diag_form unit_form ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  move: left; congr (0 <= _); rewrite -big_split; apply: eq_bigr => i _ /=; by rewrite mulrDl mul1r addrC.
by move: right; congr (0 <= _); rewrite -sumrB; apply: eq_bigr => i _; rewrite mulrBl mul1r.
Qed.

(* Both ends are nodes: the mean of D and of its reflection by v *)
Section BothEnds.
Variable c : F.
Hypotheses (c01 : 0 <= c <= 1) (n0 : (0 < n)%N).
Let Nv : F := \sum_i v w x i ^+ 2.
Let R : 'M[F]_N := 1%:M - (2%:R / Nv) *: (V *m V^T).
Let half : F := (1 + c) / 2%:R.
Let half' : F := (1 - c) / 2%:R.
Let theta : student F N 1 1 := (half *: D + half' *: (R *m D *m R), beta, beta^T).
Let kappa := (1 - c) / Nv.

Lemma halves : half + half' = 1 /\ 0 <= half /\ 0 <= half'.
Proof.
have n2 : (2%:R : F) != 0 by rewrite pnatr_eq0.
case/andP: c01 => lo hi; rewrite /half /half' -mulrDl; split; last first.
  by split; apply: divr_ge0; rewrite ?ler0n ?subr_ge0 // addr_ge0 ?ler01.
by apply: (mulIf n2); rewrite divfK //; ring.
Qed.

Lemma V_V : V^T *m V = Nv%:M.
Proof. by apply/matrixP => i j; rewrite !ord1 !mxE mulr1n; apply: eq_bigr => l _; rewrite !mxE expr2. Qed.

Lemma Nv_gt0 : 0 < Nv.
Proof.
have pos i : 0 < v w x i ^+ 2 by rewrite v_square invr_gt0 mulr_gt0 // exprn_even_gt0 //= slope_neq0.
by rewrite /Nv (bigD1 ord0) //= addrC ltr_spaddr // sumr_ge0 // => i _; exact: ltW.
Qed.

Lemma R_symmetric : R^T = R.
Proof. by rewrite linearB linearZ /= trmx1 trmx_mul trmxK. Qed.

Lemma R_R : R *m R = 1%:M.
Proof.
have VVVV : V *m V^T *m (V *m V^T) = Nv *: (V *m V^T).
  by rewrite mulmxA -[V *m V^T *m V]mulmxA V_V mul_mx_scalar scalemxAl.
have [q qN] : exists q, q * Nv = 1 + 1 by exists (2%:R / Nv); rewrite divfK // gt_eqF // Nv_gt0.
have -> : R = 1%:M - q *: (V *m V^T).
  by rewrite /R; congr (_ - _ *: _); apply: (mulIf (lt0r_neq0 Nv_gt0)); rewrite divfK ?gt_eqF ?Nv_gt0 // qN.
rewrite mulmxBl mul1mx mulmxBr mulmx1 -scalemxAl -scalemxAr VVVV !scalerA -[_ * _ * Nv]mulrA qN.
by rewrite mulrDr mulr1 scalerDl opprB addrK subrK.
Qed.

Lemma R_moment j : R *m moment j = moment j - (2%:R / Nv) *: (V *m (V^T *m moment j)).
Proof. by rewrite mulmxBl mul1mx -scalemxAl mulmxA. Qed.

Lemma both_ends_symmetric : symmetric theta.
Proof.
by apply: symmetric_intro; rewrite linearD !linearZ /= tr_diag_mx !trmx_mul R_symmetric tr_diag_mx mulmxA.
Qed.

Lemma both_ends_bounded : bounded (A theta).
Proof.
move=> y; have [one [h0 h1]] := halves.
have -> : (y *m A theta *m y^T) 0 0 = half * (y *m D *m y^T) 0 0 + half' * ((y *m R) *m D *m (y *m R)^T) 0 0.
  rewrite mulmxDr mulmxDl mxE -!scalemxAr -!scalemxAl; congr (_ + _); rewrite mxE //.
  by congr (_ * _); rewrite trmx_mul R_symmetric !mulmxA.
have scaled (t u : F) : 0 <= t -> `|t * u| = t * `|u| by move=> t0; rewrite normrM ger0_norm.
rewrite (le_trans (ler_norm_add _ _)) // (scaled half) // (scaled half') //.
have RR : ((y *m R) *m (y *m R)^T) 0 0 = (y *m y^T) 0 0.
  by rewrite trmx_mul R_symmetric mulmxA -[y *m R *m R]mulmxA R_R mulmx1.
have := bounded_D (y *m R); rewrite RR => b1; have b0 := bounded_D y.
rewrite -[X in _ <= X]mul1r -one mulrDl; apply: ler_add; exact: ler_wpmul2l.
Qed.

Lemma both_ends_step j : (j < n)%N -> A theta *m moment j = moment j.+1 - kappa *: (V *m (V^T *m moment j.+1)).
Proof.
move=> lt; have [one _] := halves.
rewrite mulmxDl -!scalemxAl D_moment -!mulmxA R_moment V_moment_below // mulmx0 scaler0 subr0 D_moment R_moment.
rewrite scalerBr addrA -scalerDl one scale1r scalerA; congr (_ - _ *: _).
by rewrite /half' /kappa mulrA divfK // pnatr_eq0.
Qed.

Lemma both_ends_column j : (j < n)%N -> b theta j = moment j.
Proof.
elim: j => [|j IH] lt; first by rewrite moment_beta.
rewrite -[LHS]/(A theta *m b theta j) IH ?(ltnW lt) // both_ends_step ?(ltnW lt) // V_moment_below // mulmx0.
by rewrite scaler0 subr0.
Qed.

Lemma both_ends_column_n : b theta n = moment n - kappa *: V.
Proof.
have E : n = n.-1.+1 by rewrite prednK.
rewrite [in LHS]E -[LHS]/(A theta *m b theta n.-1) both_ends_column ?prednK // both_ends_step ?prednK //.
by rewrite V_moment_n mulmx1.
Qed.

Lemma both_ends_gram i j : (b theta i)^T *m b theta j = h theta (i + j).
Proof. by apply: gram; have /symmetricP [] := both_ends_symmetric. Qed.

Lemma moment_V j : (moment j)^T *m V = (V^T *m moment j)^T.
Proof. by rewrite trmx_mul trmxK. Qed.

Lemma both_ends_fits : L (2 * n) g theta = 0 /\ h theta (2 * n) = g (2 * n)%N + (- ((1 - c ^+ 2) / Nv))%:M.
Proof.
split.
  apply: fit_loss => j lt; pose i := minn j n.-1.
  have ltin : (i < n)%N by rewrite -[X in (_ < X)%N](prednK n0) ltnS geq_minr.
  have lel : (j - i <= n)%N.
    rewrite leq_subLR /i; case: (leqP j n.-1) => [le|_]; first by rewrite leq_addr.
    by move: lt; rewrite mulSn mul1n -{1}(prednK n0) addSn ltnS.
  rewrite -(subnKC (geq_minl j n.-1)) -/i -both_ends_gram both_ends_column //.
  move: lel; rewrite leq_eqVlt => /predU1P [->|lt']; last by rewrite both_ends_column // moment_moment.
  by rewrite both_ends_column_n mulmxBr -scalemxAr moment_V V_moment_below // trmx0 scaler0 subr0 moment_moment.
rewrite mulSn mul1n -both_ends_gram both_ends_column_n.
have -> : (moment n - kappa *: V)^T = (moment n)^T - kappa *: V^T by rewrite linearB linearZ.
rewrite mulmxBl !mulmxBr (moment_moment x positive) -!scalemxAl -!scalemxAr moment_V V_moment_n V_V trmx1.
rewrite -addrA; congr (_ + _); rewrite scale_scalar_mx; apply/matrixP => i j; rewrite !ord1 !mxE !mulr1n /=.
have : kappa * Nv = 1 - c by rewrite divfK // gt_eqF // Nv_gt0.
have -> : (1 - c ^+ 2) / Nv = kappa * (1 + c) by rewrite /kappa mulrAC; congr (_ / _); ring.
move=> kN; rewrite mulr1 kN; ring.
Qed.

End BothEnds.

(* No end is a node: the coupled student of moment-sharpness *)
Section NoEnd.
Variables t alpha : F.
Let theta := coupled w x t alpha.

Lemma no_end_bounded :
  (forall i, 0 < 1 - x i) -> (forall i, 0 < 1 + x i) ->
  t ^+ 2 * (\sum_i v w x i ^+ 2 / (1 - x i)) <= 1 - alpha ->
  t ^+ 2 * (\sum_i v w x i ^+ 2 / (1 + x i)) <= 1 + alpha ->
  bounded (A theta).
Proof.
move=> right left above below y; pose Y i := y 0 (lshift 1 i); pose z := y 0 (rshift N ord0).
pose T := \sum_i v w x i * Y i.
have yE : y = row_mx (\row_i Y i) z%:M.
  by rewrite -[LHS]hsubmxK; congr row_mx; apply/matrixP => i j; rewrite !ord1 !mxE ?eqxx ?mulr1n.
have form : (y *m A theta *m y^T) 0 0 = \sum_i x i * Y i ^+ 2 + 2%:R * t * z * T + alpha * z ^+ 2.
  rewrite yE mul_row_block tr_row_mx mul_row_col !mulmxDl.
  have -> : (\row_i Y i) *m D *m (\row_i Y i)^T = (\sum_i x i * Y i ^+ 2)%:M.
    rewrite [LHS]mx11_scalar diag_form; congr (_%:M); apply: eq_bigr => i _; by rewrite mxE.
  have -> : z%:M *m (\row_i (t * v w x i)) *m (\row_i Y i)^T = (t * z * T)%:M.
    rewrite mul_scalar_mx -scalemxAl; apply/matrixP => i j; rewrite !ord1 !mxE eqxx mulr1n [t * z]mulrC -mulrA.
    by congr (_ * _); rewrite /T mulr_sumr; apply: eq_bigr => l _; rewrite !mxE mulrA.
  have -> : (\row_i Y i) *m (\col_i (t * v w x i)) *m (z%:M)^T = (t * z * T)%:M.
    rewrite tr_scalar_mx mul_mx_scalar; apply/matrixP => i j; rewrite !ord1 !mxE eqxx mulr1n [t * z]mulrC -mulrA.
    by congr (_ * _); rewrite /T mulr_sumr; apply: eq_bigr => l _; rewrite !mxE mulrC mulrA.
  rewrite tr_scalar_mx -!scalar_mxM -!raddfD /= mxE eqxx mulr1n.
  by move: (\sum_i x i * _) T => X r; ring.
have one : (y *m y^T) 0 0 = \sum_i Y i ^+ 2 + z ^+ 2.
  by rewrite mxE big_split_ord big_ord1 /=; congr (_ + _); rewrite ?mxE -?expr2 //; apply: eq_bigr => i _; rewrite mxE expr2.
rewrite form one ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  have := complete_squares Y left z below; congr (0 <= _).
  rewrite (eq_bigr (fun i => Y i ^+ 2 + x i * Y i ^+ 2)) => [|i _]; last by rewrite mulrDl mul1r.
  have alg (U X r q : F) : U + X + 2%:R * t * q * r + (1 + alpha) * q ^+ 2 = X + 2%:R * t * q * r + alpha * q ^+ 2 + (U + q ^+ 2).
    by ring.
  by rewrite big_split; exact: alg.
have {}above : (- t) ^+ 2 * (\sum_i v w x i ^+ 2 / (1 - x i)) <= 1 - alpha by rewrite sqrrN.
have := complete_squares Y right z above; congr (0 <= _).
rewrite (eq_bigr (fun i => Y i ^+ 2 - x i * Y i ^+ 2)) => [|i _]; last by rewrite mulrBl mul1r.
have alg (U X r q : F) : U - X + 2%:R * - t * q * r + (1 - alpha) * q ^+ 2 = U + q ^+ 2 - (X + 2%:R * t * q * r + alpha * q ^+ 2).
  by ring.
by rewrite sumrB; exact: alg.
Qed.

End NoEnd.

End Attained.
