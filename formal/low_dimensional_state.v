(* low-dimensional-state.  If a symmetric student of any width d has L = 0 on k >= 2n + 1 lags of n distinct nodes with
   positive weights, then B, A B, ..., A^(n-1) B is a basis of its reachable space, which so has dimension n:
   |p(A) B|^2 = sum_i w_i p(x_i)^2 for every polynomial p. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions lemmas_loss lemmas_symmetric lemmas_measure moment_uniqueness.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The rows B^T, (A B)^T, ..., (A^(N-1) B)^T: their span for all large N is the reachable space. *)
Definition reach (R : comRingType) d N (theta : student R d 1 1) : 'M[R]_(N, d) := \matrix_(j, i) b theta j i 0.

(* p(A) B = sum_j p_j A^j B *)
Definition polynomial_column (R : comRingType) d (p : {poly R}) (theta : student R d 1 1) : 'M[R]_(d, 1) :=
  \sum_(j < size p) p`_j *: b theta j.

Section LowDimensionalState.
Variables (F : realFieldType) (d n k : nat) (theta : student F d 1 1) (w x : 'I_n -> F).

Lemma polynomial_column_wide (p : {poly F}) N : (size p <= N)%N ->
  polynomial_column p theta = \sum_(j < N) p`_j *: b theta j.
Proof.
move=> le; rewrite /polynomial_column (big_ord_widen _ (fun j => p`_j *: b theta j) le) big_mkcond /=.
by apply: eq_bigr => j _; case: ltnP => // ge; rewrite nth_default // scale0r.
Qed.

Lemma norm_polynomial_column (p : {poly F}) : symmetric theta -> (forall j, h theta j = teacher w x j) ->
  inner (polynomial_column p theta) (polynomial_column p theta) = \sum_i w i * p.[x i] ^+ 2.
Proof.
move=> /symmetric_form [A [B [At ->]]] hg; set v := polynomial_column p _.
have -> : inner v v = (v^T *m v) 0 0.
  by rewrite /inner mxE; apply: eq_bigr => i _; rewrite big_ord1 mxE.
rewrite /v /polynomial_column [X in X *m _]linear_sum /= mulmx_suml summxE.
pose f l i j := w l * ((p`_i * x l ^+ i) * (p`_j * x l ^+ j)).
transitivity (\sum_(i < size p) \sum_(j < size p) \sum_l f l i j).
  apply: eq_bigr => i _; rewrite linearZ /= -scalemxAl mulmx_sumr mxE summxE mulr_sumr.
  apply: eq_bigr => j _; rewrite -scalemxAr gram // hg !mxE eqxx mulr1n !mulr_sumr.
  apply: eq_bigr => l _; rewrite /f exprD.
  by move: (p`_i) (p`_j) (x l ^+ i) (x l ^+ j) (w l) => *; ring.
transitivity (\sum_l \sum_(i < size p) \sum_(j < size p) f l i j).
  rewrite exchange_big /= [RHS]exchange_big /=.
  rewrite exchange_big /=; apply: eq_bigr => i _; rewrite exchange_big; by apply: eq_bigr.
apply: eq_bigr => l _; rewrite horner_coef expr2 mulr_suml mulr_sumr.
apply: eq_bigr => i _; rewrite !mulr_sumr; apply: eq_bigr => j _; by rewrite /f.
Qed.

Hypotheses (distinct : injective x) (positive : forall i, 0 < w i).

Theorem low_dimensional_state : symmetric theta -> (2 * n + 1 <= k)%N -> L k (teacher w x) theta = 0 ->
  [/\ row_free (reach n theta),
      forall j, ((b theta j)^T <= reach n theta)%MS,
      forall N, (n <= N)%N -> \rank (reach N theta) = n
    & forall p, inner (polynomial_column p theta) (polynomial_column p theta) = \sum_i w i * p.[x i] ^+ 2].
Proof.
move=> sym le L0; have hg := moment_uniqueness sym le L0.
have norm p := norm_polynomial_column p sym hg.
have free : row_free (reach n theta).
  rewrite -kermx_eq0; apply/rowV0P => v; rewrite sub_kermx => /eqP v0; pose p := rVpoly v.
  have p0 : p = 0.
    have sz : (size p <= n)%N by rewrite size_poly.
    have z : \sum_i w i * p.[x i] ^+ 2 = 0.
      rewrite -norm; apply/eqP; rewrite inner_eq0 (polynomial_column_wide sz); apply/eqP/trmx_inj.
      rewrite trmx0 -v0; apply/rowP => i; rewrite !mxE summxE; apply: eq_bigr => j _.
      by rewrite coef_rVpoly_ord !mxE.
    have sz' : (size p <= size (codom x))%N by rewrite size_codom card_ord.
    apply: (roots_geq_poly_eq0 _ _ sz'); last by rewrite map_inj_uniq ?enum_uniq.
    apply/allP => _ /codomP [i ->]; rewrite /root -sqrf_eq0.
    move/eqP: z; rewrite psumr_eq0; last by move=> l _; rewrite mulr_ge0 ?sqr_ge0 // ltW.
    by move/allP/(_ i (mem_index_enum _)); rewrite mulf_eq0 gt_eqF.
  by apply/rowP => j; rewrite -coef_rVpoly_ord -/p p0 coef0 mxE.
have row_reach N (j : 'I_N) : row j (reach N theta) = (b theta j)^T.
  by apply/rowP => i; rewrite !mxE.
have span j : ((b theta j)^T <= reach n theta)%MS.
  have lt : (2 * n < k)%N by rewrite -addn1.
  have null := recurrence_shift (fun=> erefl) (pi_A_B_eq0 (teacher_recurrence w x) sym lt L0).
  elim/ltn_ind: j => j IH; case: (ltnP j n) => [ltj|ge].
    by rewrite -(row_reach n (Ordinal ltj)) row_sub.
  rewrite -(subnKC ge) (recurrence_next (node_polynomial_monic x) (size_node_polynomial x) (null _)).
  rewrite linearN linear_sum /= eqmx_opp; apply: summx_sub => i _.
  by rewrite linearZ scalemx_sub // IH // -{2}(subnKC ge) ltn_add2r.
split=> // N leN; have -> : \rank (reach N theta) = \rank (reach n theta).
  apply/eqP; rewrite eqn_leq !mxrankS //; apply/row_subP => j; rewrite row_reach //.
  by rewrite -(row_reach N (widen_ord leN j)) row_sub.
by apply/eqP.
Qed.

End LowDimensionalState.
