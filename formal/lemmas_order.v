(* Rules for inequalities that mathcomp 1.15 and 2.3 have under different names, under one name and proved anew. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sums.
Variable R : numDomainType.
Implicit Types x y z t : R.

Lemma ler_add2r x y z : (y + x <= z + x) = (y <= z).
Proof. by rewrite -[LHS]subr_ge0 opprD addrACA subrr addr0 subr_ge0. Qed.

Lemma ler_add2l x y z : (x + y <= x + z) = (y <= z).
Proof. by rewrite ![x + _]addrC ler_add2r. Qed.

Lemma ler_add x y z t : x <= y -> z <= t -> x + z <= y + t.
Proof. by move=> xy zt; apply: (@le_trans _ _ (y + z)); rewrite ?ler_add2r ?ler_add2l. Qed.

Lemma ler_addl x y : (x <= x + y) = (0 <= y).
Proof. by rewrite -[X in X <= _]addr0 ler_add2l. Qed.

Lemma ler_addr x y : (x <= y + x) = (0 <= y).
Proof. by rewrite addrC ler_addl. Qed.

Lemma ler_subr_addr x y z : (x <= y - z) = (x + z <= y).
Proof. by rewrite -(ler_add2r z) subrK. Qed.

Lemma ler_subr_addl x y z : (x <= y - z) = (z + x <= y).
Proof. by rewrite ler_subr_addr addrC. Qed.

Lemma ler_oppl x y : (- x <= y) = (- y <= x).
Proof. by rewrite -[LHS]subr_ge0 -[RHS]subr_ge0 !opprK addrC. Qed.

Lemma ltr_paddr x y : 0 <= x -> 0 < y -> 0 < y + x.
Proof. by move=> x0 y0; apply: (lt_le_trans y0); rewrite ler_addl. Qed.

Lemma ltr_spaddr x y : 0 < x -> 0 <= y -> 0 < y + x.
Proof. by move=> x0 y0; rewrite addrC ltr_paddr. Qed.

Lemma ler_norm_add x y : `|x + y| <= `|x| + `|y|.
Proof.
by first [exact: ler_norm_add | exact: ler_normD].
Qed.

End Sums.

Section Products.
Variable R : numDomainType.
Implicit Types x y z t : R.

Lemma ler_wpmul2l x : 0 <= x -> forall y z, y <= z -> x * y <= x * z.
Proof. by move=> x0 y z yz; rewrite -subr_ge0 -mulrBr mulr_ge0 ?subr_ge0. Qed.

Lemma ler_wpmul2r x : 0 <= x -> forall y z, y <= z -> y * x <= z * x.
Proof. by move=> x0 y z yz; rewrite ![_ * x]mulrC ler_wpmul2l. Qed.

Lemma ler_pmul2l x : 0 < x -> forall y z, (x * y <= x * z) = (y <= z).
Proof. by move=> x0 y z; rewrite -[LHS]subr_ge0 -mulrBr pmulr_rge0 ?subr_ge0. Qed.

Lemma ler_pmul2r x : 0 < x -> forall y z, (y * x <= z * x) = (y <= z).
Proof. by move=> x0 y z; rewrite ![_ * x]mulrC ler_pmul2l. Qed.

Lemma ler_pmul x y z t : 0 <= x -> 0 <= z -> x <= y -> z <= t -> x * z <= y * t.
Proof.
move=> x0 z0 xy zt; apply: (@le_trans _ _ (x * t)); first exact: ler_wpmul2l.
by apply: ler_wpmul2r => //; exact: le_trans zt.
Qed.

Lemma ler_pemull x y : 0 <= y -> 1 <= x -> y <= x * y.
Proof. by move=> y0 x1; rewrite -{1}[y]mul1r ler_wpmul2r. Qed.

Lemma ler_pimull x y : 0 <= y -> x <= 1 -> x * y <= y.
Proof. by move=> y0 x1; rewrite -{2}[y]mul1r ler_wpmul2r. Qed.

End Products.

Section Quotients.
Variable R : numFieldType.
Implicit Types x y z : R.

Lemma ler_pdivl_mulr z : 0 < z -> forall x y, (x <= y / z) = (x * z <= y).
Proof. by move=> z0 x y; rewrite -(ler_pmul2r z0 x) divfK ?gt_eqF. Qed.

Lemma ler_pdivr_mull z : 0 < z -> forall x y, (z^-1 * y <= x) = (y <= z * x).
Proof. by move=> z0 x y; rewrite -(ler_pmul2l z0 _ x) mulVKf ?gt_eqF. Qed.

End Quotients.

Section Extrema.
Variable R : realDomainType.
Implicit Types x y z : R.

Lemma le_minr x y z : (x <= Num.min y z) = (x <= y) && (x <= z).
Proof.
case: (leP y z) => [yz|/ltW zy]; first by case: (boolP (x <= y)) => // xy; rewrite (le_trans xy yz).
by rewrite andbC; case: (boolP (x <= z)) => // xz; rewrite (le_trans xz zy).
Qed.

Lemma lt_minr x y z : (x < Num.min y z) = (x < y) && (x < z).
Proof.
case: (leP y z) => [yz|/ltW zy]; first by case: (boolP (x < y)) => // xy; rewrite (lt_le_trans xy yz).
by rewrite andbC; case: (boolP (x < z)) => // xz; rewrite (lt_le_trans xz zy).
Qed.

Lemma le_minl x y z : (Num.min y z <= x) = (y <= x) || (z <= x).
Proof.
case: (leP y z) => [yz|/ltW zy].
  by case: (boolP (y <= x)) => // /negPf yx; apply/esym/negP => zx; rewrite (le_trans yz zx) in yx.
by rewrite orbC; case: (boolP (z <= x)) => // /negPf zx; apply/esym/negP => yx; rewrite (le_trans zy yx) in zx.
Qed.

Lemma le_maxr x y z : (x <= Num.max y z) = (x <= y) || (x <= z).
Proof.
case: (leP y z) => [yz|/ltW zy].
  by case: (boolP (x <= y)) => // xy; rewrite (le_trans xy yz).
by rewrite orbC; case: (boolP (x <= z)) => // xz; rewrite (le_trans xz zy).
Qed.

End Extrema.
