(* robust-extrapolation.  A symmetric student of any width whose eigenvalues lie in [-rho, rho] and whose loss on
   k >= 2n + 1 lags of n nodes is at most ell is right at every lag j up to

     |h_j - g_j| <= max(|r_j + s_max c|, |r_j + s_min c|) sqrt(ell),

   pi^2 = sum_m c_m x^m, x^j = s_j pi^2 + r_j, s_min <= s_j <= s_max on [-rho, rho], | | the norm of the coefficients.
   Where rho <= 1 and every |x_i| < 1, no |s_j| exceeds prod_i (1 - |x_i|)^-2 on [-rho, rho].
   Over any real closed field.  The nodes need not be distinct, nor the weights positive. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions definitions_robust lemmas_loss lemmas_norm lemmas_measure lemmas_spectral lemmas_robust.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem robust_extrapolation (F : rcfType) d n k j (theta : student F d 1 1) (w x : 'I_n -> F) (rho ell s_min s_max : F) :
  let c := node_polynomial x ^+ 2 in let s := 'X^j %/ c in let r := 'X^j %% c in
  symmetric theta -> (forall a, eigenvalue (A theta) a -> `|a| <= rho) ->
  (2 * n + 1 <= k)%N -> L k (teacher w x) theta <= ell ->
  (forall t, `|t| <= rho -> s_min <= s.[t] <= s_max) ->
  frob (h theta j - teacher w x j) <=
    Order.max (coef_norm (r + s_max *: c)) (coef_norm (r + s_min *: c)) * Num.sqrt ell.
Proof.
move=> c s r sym spectrum le loss bounds.
have [om [la [om0 eigen moments]]] := student_measure sym.
have residualE i : residual theta (teacher w x) i =
    (integral om la (fun t => t ^+ i) - integral w x (fun t => t ^+ i))%:M.
  by apply/matrixP => a b; rewrite !ord1 /residual moments !mxE !eqxx !mulr1n.
have inner11 (a : F) : inner (a%:M : 'M_1) a%:M = a ^+ 2.
  by rewrite /inner !big_ord1 mxE eqxx mulr1n expr2.
rewrite -/(residual theta (teacher w x) j) residualE /frob inner11 sqrtr_sqr.
apply: (measure_robust (k := k) om0) => [|||i|i|].
- by rewrite expf_neq0 // monic_neq0 ?node_polynomial_monic.
- by rewrite size_node_square -addn1.
- by move=> i; rewrite horner_exp sqr_ge0.
- rewrite horner_exp; have : root (node_polynomial x) (x i) by rewrite root_node_polynomial codom_f.
  by move/rootP ->; rewrite expr0n.
- exact/bounds/spectrum/eigen.
by apply: le_trans loss; rewrite le_eqVlt; apply/orP; left; apply/eqP/eq_bigr => i _; rewrite residualE inner11.
Qed.

(* The sum of the absolute values of the coefficients; a division by X - y multiplies it by at most 1 / (1 - |y|). *)
Section Quotients.
Variable F : realFieldType.
Implicit Types p q : {poly F}.
Let abs_sum K p := \sum_(i < K) `|p`_i|.

Lemma triangle (a b : F) : `|a + b| <= `|a| + `|b|.
Proof.
have := ler_norm_sum (index_enum _) (fun i : 'I_2 => [:: a; b]`_i) predT.
by rewrite !big_ord_recl !big_ord0 /= !addr0.
Qed.

Lemma abs_sum_shift K p : (size p <= K)%N -> \sum_(i < K) `|p`_i.+1| <= abs_sum K p.
Proof.
move=> le; have -> : abs_sum K p = \sum_(i < K.+1) `|p`_i|.
  by rewrite big_ord_recr /= nth_default // normr0 addr0.
by rewrite big_ord_recl /= -subr_ge0 addrK normr_ge0.
Qed.

Lemma abs_sum_quotient K p y : (size p <= K)%N -> abs_sum K (p %/ ('X - y%:P)) * (1 - `|y|) <= abs_sum K p.
Proof.
move=> le; set q := p %/ _.
have sq : (size q <= K)%N by rewrite (leq_trans (leq_divp _ _)).
have coef i : q`_i = p`_i.+1 + y * q`_i.+1.
  rewrite [in RHS](divp_eq p ('X - y%:P)) -/q modp_XsubC coefD coefC addr0 mulrBr coefB coefMX coefMC /=.
  by rewrite mulrC subrK.
rewrite mulrBr mulr1 -subr_ge0 opprB addrA subr_ge0.
apply: (@le_trans _ _ (\sum_(i < K) (`|p`_i.+1| + `|y| * `|q`_i.+1|))).
  apply: ler_sum => i _; rewrite (coef i) -normrM; exact: triangle.
rewrite big_split /= -mulr_sumr -subr_ge0 opprD addrACA [abs_sum K q * _]mulrC -mulrBr.
by rewrite addr_ge0 ?mulr_ge0 // subr_ge0 abs_sum_shift.
Qed.

Lemma abs_sum_quotients K (ys : seq F) p : (size p <= K)%N -> (forall y, y \in ys -> `|y| < 1) ->
  abs_sum K (p %/ \prod_(y <- ys) ('X - y%:P)) * \prod_(y <- ys) (1 - `|y|) <= abs_sum K p.
Proof.
elim: ys p => [|y ys IH] p le inside; first by rewrite !big_nil divp1 mulr1.
have y1 : 0 <= 1 - `|y| by rewrite subr_ge0 ltW // inside // mem_head.
rewrite !big_cons -divp_divl mulrCA mulrC.
apply: le_trans (abs_sum_quotient y le).
rewrite -subr_ge0 -mulrBl mulr_ge0 // subr_ge0 IH ?(leq_trans (leq_divp _ _)) // => z zs.
by rewrite inside // inE zs orbT.
Qed.

Lemma horner_abs_sum K p t : (size p <= K)%N -> `|t| <= 1 -> `|p.[t]| <= abs_sum K p.
Proof.
move=> le t1; rewrite (horner_coef_wide _ le) (le_trans (ler_norm_sum _ _ _)) //.
apply: ler_sum => i _; rewrite normrM normrX -subr_ge0 -[X in X - _]mulr1 -mulrBr mulr_ge0 // subr_ge0.
by rewrite exprn_ile1.
Qed.

Theorem uniform_constant n j (x : 'I_n -> F) rho t : rho <= 1 -> (forall i, `|x i| < 1) -> `|t| <= rho ->
  `|('X^j %/ node_polynomial x ^+ 2).[t]| <= \prod_i (1 - `|x i|) ^- 2.
Proof.
move=> rho1 inside trho.
have -> : node_polynomial x ^+ 2 = \prod_(y <- codom x ++ codom x) ('X - y%:P).
  by rewrite big_cat codomE big_map enumT.
have le : (size ('X^j : {poly F}) <= j.+1)%N by rewrite size_polyXn.
set q := 'X^j %/ _; set P := \prod_i _.
have pos (y : F) : `|y| < 1 -> 0 < 1 - `|y| by rewrite subr_gt0.
pose D := \prod_i (1 - `|x i|).
have D0 : 0 < D by apply: prodr_gt0 => i _; exact: pos.
have DD : \prod_(y <- codom x ++ codom x) (1 - `|y|) = D * D by rewrite big_cat codomE big_map enumT.
have PE : P = (D * D)^-1 by rewrite invfM -prodfV -big_split; apply: eq_bigr => i _; rewrite expr2 invfM.
have sq : (size q <= j.+1)%N by rewrite (leq_trans (leq_divp _ _)).
apply: (le_trans (horner_abs_sum sq (le_trans trho rho1))).
have insides y : y \in codom x ++ codom x -> `|y| < 1 by rewrite mem_cat orbb => /codomP [i ->].
have := abs_sum_quotients le insides; rewrite -/q DD PE => quotient.
have DD0 : 0 < D * D by exact: mulr_gt0.
have sum1 : abs_sum j.+1 'X^j = 1.
  rewrite /abs_sum big_ord_recr /= big1 ?add0r ?coefXn ?eqxx ?normr1 // => i _.
  by rewrite coefXn ltn_eqF // normr0.
rewrite -[X in X <= _](mulfK (lt0r_neq0 DD0)) -[X in _ <= X]mul1r -subr_ge0 -mulrBl mulr_ge0 ?invr_ge0 ?(ltW DD0) //.
by rewrite subr_ge0 -[X in _ <= X]sum1.
Qed.

End Quotients.
