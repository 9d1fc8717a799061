(* Nearly fitting is nearly extrapolating, for a positive measure: divide x^j by a polynomial c that is 0 at the
   teacher's nodes and >= 0 at the student's. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_robust lemmas_loss lemmas_norm lemmas_measure.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Integrals.
Variables (R : comRingType) (n : nat) (w x : 'I_n -> R).

Lemma integralD (p q : {poly R}) : integral w x (horner (p + q)) = integral w x (horner p) + integral w x (horner q).
Proof. by rewrite /integral -big_split; apply: eq_bigr => i _; rewrite hornerD mulrDr. Qed.

Lemma integralZ t (p : {poly R}) : integral w x (horner (t *: p)) = t * integral w x (horner p).
Proof. by rewrite /integral mulr_sumr; apply: eq_bigr => i _; rewrite hornerZ mulrCA. Qed.

Lemma integralX j : integral w x (horner 'X^j) = integral w x (fun t => t ^+ j).
Proof. by apply: eq_bigr => i _; rewrite hornerXn. Qed.

End Integrals.

Section Robust.
Variable F : rcfType.

Lemma coef_norm_frob (q : {poly F}) k : (size q <= k)%N -> coef_norm q = frob (poly_rV q : 'rV_k).
Proof.
move=> le; congr Num.sqrt; rewrite /inner big_ord1.
rewrite (big_ord_widen _ (fun i => q`_i ^+ 2) le) big_mkcond /=; apply: eq_bigr => i _.
by rewrite mxE -expr2; case: ltnP => // ge; rewrite nth_default // expr0n.
Qed.

Variables (N n k j : nat) (om la : 'I_N -> F) (w x : 'I_n -> F) (c : {poly F}) (ell smin smax : F).
Hypotheses (om0 : forall i, 0 <= om i) (c0 : c != 0) (size_c : (size c <= k)%N).
Hypotheses (c_student : forall i, 0 <= c.[la i]) (c_teacher : forall i, c.[x i] = 0).
Let s := 'X^j %/ c.
Let r := 'X^j %% c.
Hypothesis s_bounds : forall i, smin <= s.[la i] <= smax.
Let residual i := integral om la (fun t => t ^+ i) - integral w x (fun t => t ^+ i).
Hypothesis loss : \sum_(i < k) residual i ^+ 2 <= ell.
Let diff (q : {poly F}) := integral om la (horner q) - integral w x (horner q).

Lemma diff_le (q : {poly F}) : (size q <= k)%N -> `|diff q| <= coef_norm q * Num.sqrt ell.
Proof.
move=> le; pose R : 'rV[F]_k := \row_i residual i.
have -> : diff q = inner (poly_rV q) R.
  rewrite /diff !(integral_poly _ _ le) -sumrB /inner big_ord1; apply: eq_bigr => i _.
  by rewrite !mxE -mulrBr.
apply: (le_trans (inner_le _ _)); rewrite -coef_norm_frob //.
have norm0 : 0 <= coef_norm q by exact: sqrtr_ge0.
have leR : frob R <= Num.sqrt ell.
  rewrite ler_wsqrtr // /inner big_ord1 (le_trans _ loss) // le_eqVlt; apply/orP; left; apply/eqP.
  by apply: eq_bigr => i _; rewrite mxE expr2.
by rewrite -subr_ge0 -mulrBr mulr_ge0 // subr_ge0.
Qed.

Lemma error_between :
  diff (r + smin *: c) <= residual j <= diff (r + smax *: c).
Proof.
have diffD p q : diff (p + q) = diff p + diff q by rewrite /diff !integralD opprD addrACA.
have diffZ t q : diff (t *: q) = t * diff q by rewrite /diff !integralZ mulrBr.
have zero q : integral w x (horner (q * c)) = 0.
  by apply: big1 => i _; rewrite hornerM c_teacher !mulr0.
have -> : residual j = diff r + integral om la (horner (s * c)).
  rewrite /residual -!integralX -/(diff _) [in LHS](divp_eq 'X^j c) -/s -/r addrC diffD.
  by rewrite {2}/diff zero subr0.
have cc : diff c = integral om la (horner c) by rewrite /diff -{2}[c]mul1r zero subr0.
rewrite !diffD !diffZ cc; apply/andP; split; rewrite -subr_ge0 opprD addrACA subrr add0r.
  rewrite /integral mulr_sumr -sumrB; apply: sumr_ge0 => i _; rewrite hornerM.
  have -> (o a b l : F) : o * (a * b) - l * (o * b) = o * ((a - l) * b) by ring.
  by rewrite mulr_ge0 // mulr_ge0 // subr_ge0; case/andP: (s_bounds i).
rewrite /integral mulr_sumr -sumrB; apply: sumr_ge0 => i _; rewrite hornerM.
have -> (o a b l : F) : l * (o * b) - o * (a * b) = o * ((l - a) * b) by ring.
by rewrite mulr_ge0 // mulr_ge0 // subr_ge0; case/andP: (s_bounds i).
Qed.

Theorem measure_robust : `|residual j| <=
  Order.max (coef_norm (r + smax *: c)) (coef_norm (r + smin *: c)) * Num.sqrt ell.
Proof.
have size_rc t : (size (r + t *: c)%R <= k)%N.
  rewrite (leq_trans (size_add _ _)) // geq_max (leq_trans (size_scale_leq _ _)) // andbT.
  by rewrite (leq_trans _ size_c) // ltnW // ltn_modp.
have [lo hi] := andP error_between.
have le_max (a b : F) : (a <= Order.max a b) && (b <= Order.max a b).
  by rewrite maxElt; case: ltP => le; rewrite lexx ?andbT // ltW.
have root0 : 0 <= Num.sqrt ell by exact: sqrtr_ge0.
have up (a b : F) : a <= b -> a * Num.sqrt ell <= b * Num.sqrt ell.
  by move=> le; rewrite -subr_ge0 -mulrBl mulr_ge0 // subr_ge0.
have [le1 le2] := andP (le_max (coef_norm (r + smax *: c)) (coef_norm (r + smin *: c))).
have within (q : {poly F}) b : (size q <= k)%N -> coef_norm q <= b -> - (b * Num.sqrt ell) <= diff q <= b * Num.sqrt ell.
  by move=> sq le; rewrite -ler_norml (le_trans (diff_le sq)) // up.
have [_ upper] := andP (within _ _ (size_rc _) le1); have [lower _] := andP (within _ _ (size_rc _) le2).
by rewrite ler_norml (le_trans lower lo) (le_trans hi upper).
Qed.

End Robust.
