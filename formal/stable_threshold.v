(* stable-threshold, in three theorems.  Let the spectrum of a symmetric student lie in [-1, 1], let ind count each node
   once, but one half at 1 or -1, and q = prod_i (1 - x, 1 + x or (x - x_i)^2) as x_i is 1, -1 or neither: deg q = 2 ind.

   stable_threshold:  k >= 2 ind + 1 and L = 0 force h_j = g_j for all j.
   stable_robust:  for k >= 2 ind + 1, with c the coefficients of q, x^j = s_j q + r_j and |s_j| <= M on [-1, 1],
     |h_j - g_j| <= (|r_j| + |c| M) sqrt(L).
   The range of h_k at k = 2 ind: stable_range.v.  Neither positive weights nor nodes in [-1, 1] are needed here. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions definitions_robust definitions_stable lemmas_loss lemmas_norm lemmas_measure lemmas_spectral lemmas_robust lemmas_stable.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section StableThreshold.
Variables (F : rcfType) (d n k : nat) (theta : student F d 1 1) (w x : 'I_n -> F).

Lemma residual_measure N (om la : 'I_N -> F) j : (forall j, h theta j = teacher om la j) ->
  residual theta (teacher w x) j = (integral om la (fun t => t ^+ j) - integral w x (fun t => t ^+ j))%:M.
Proof. by move=> moments; apply/matrixP => a b; rewrite !ord1 /residual moments !mxE !eqxx !mulr1n. Qed.

Theorem stable_threshold : symmetric theta -> stable theta -> (twice_index x + 1 <= k)%N ->
  L k (teacher w x) theta = 0 -> forall j, h theta j = teacher w x j.
Proof.
move=> sym spectrum le L0; have [om [la [om0 eigen moments]]] := student_measure sym.
have fits j : (j < k)%N -> integral om la (fun t => t ^+ j) = integral w x (fun t => t ^+ j).
  by move=> lt; rewrite -!teacherE -moments (loss_eq0 L0).
have nodes i : om i != 0 -> la i \in codom x.
  rewrite -root_stable_polynomial; apply: (fits_support om0 fits).
  - by rewrite size_stable_polynomial -addn1.
  - by move=> l; exact/stable_polynomial_ge0/spectrum/eigen.
  - by move=> l; apply/rootP; rewrite root_stable_polynomial codom_f.
move=> j; rewrite moments; apply/matrixP => a b; rewrite !ord1 !teacherE.
apply: (fits_on_nodes fits nodes _ (fun t => t ^+ j)).
by rewrite (leq_trans (n_le_twice_index x)) // (leq_trans _ le) // leq_addr.
Qed.

Theorem stable_robust j (M : F) :
  let q := stable_polynomial x in let s := 'X^j %/ q in let r := 'X^j %% q in
  symmetric theta -> stable theta -> (twice_index x + 1 <= k)%N ->
  (forall t, `|t| <= 1 -> `|s.[t]| <= M) ->
  frob (h theta j - teacher w x j) <= (coef_norm r + coef_norm q * M) * Num.sqrt (L k (teacher w x) theta).
Proof.
move=> q s r sym spectrum le bound; have [om [la [om0 eigen moments]]] := student_measure sym.
have M0 : 0 <= M by rewrite (le_trans _ (bound 0 _)) ?normr0 ?normr_ge0 ?ler01.
have inner11 (a : F) : inner (a%:M : 'M_1) a%:M = a ^+ 2 by rewrite /inner !big_ord1 mxE eqxx mulr1n expr2.
have sq : (size q <= k)%N by rewrite size_stable_polynomial -addn1.
have sr : (size r <= k)%N by rewrite (leq_trans _ sq) // ltnW // ltn_modp stable_polynomial_neq0.
have norm_le t : `|t| = M -> coef_norm (r + t *: q) <= coef_norm r + coef_norm q * M.
  move=> tM; have srq : (size (r + t *: q)%R <= k)%N.
    by rewrite (leq_trans (size_add _ _)) // geq_max sr (leq_trans (size_scale_leq _ _)).
  rewrite (coef_norm_frob srq) (coef_norm_frob sr) (coef_norm_frob sq) linearD linearZ /=.
  by rewrite (le_trans (frobD _ _)) // frobZ tM mulrC.
have root0 : 0 <= Num.sqrt (L k (teacher w x) theta) by exact: sqrtr_ge0.
rewrite -/(residual theta (teacher w x) j) (residual_measure j moments) {1}/frob inner11 sqrtr_sqr.
apply: (le_trans (measure_robust (k := k) (ell := L k (teacher w x) theta) (smin := - M) (smax := M) om0 _ sq _ _ _ _)).
- exact: stable_polynomial_neq0.
- by move=> i; exact/stable_polynomial_ge0/spectrum/eigen.
- by move=> i; apply/rootP; rewrite root_stable_polynomial codom_f.
- by move=> i; rewrite -ler_norml; exact/bound/spectrum/eigen.
- by rewrite le_eqVlt; apply/orP; left; apply/eqP/eq_bigr => i _; rewrite (residual_measure i moments) inner11.
rewrite -subr_ge0 -mulrBl mulr_ge0 // subr_ge0 maxElt.
by case: ifP => _; apply: norm_le; rewrite ?normrN ger0_norm.
Qed.

End StableThreshold.
