(* A symmetric form between - rho |v|^2 and rho |v|^2 is at most rho |u| |v|; so a step of descent stretches distances at
   most by max(1 + eta nu, |1 - eta beta|) where - nu <= Hess L <= beta. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring polyrcf.
From formal Require Import definitions definitions_line lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient lemmas_second
  lemmas_hessian.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Form.
Variables (R : rcfType) (d m p : nat) (f : student R d m p -> student R d m p -> R) (rho : R).
Implicit Types u v : student R d m p.
Hypotheses (sym : forall u v, f u v = f v u) (lin : forall c u v w, f (c *: u + v) w = c * f u w + f v w).
Hypothesis square : forall v, `|f v v| <= rho * norm v ^+ 2.

Lemma form_le u v : `|f u v| <= rho * (norm u * norm v).
Proof.
have f0 w : f 0 w = 0 by have := lin (-1) 0 0 w; rewrite scaler0 addr0 mulN1r addNr.
have fZ c w z : f (c *: w) z = c * f w z by rewrite -[c *: w]addr0 lin f0 addr0.
have fD w w' z : f (w + w') z = f w z + f w' z by rewrite -{1}[w]scale1r lin mul1r.
have key w z : norm w = norm z -> `|f w z| <= rho * norm w ^+ 2.
  move=> same; have four : f (w + z) (w + z) - f (w - z) (w - z) = 4%:R * f w z.
    have fN y y' : f (- y) y' = - f y y' by rewrite -scaleN1r fZ mulN1r.
    have fDr y y' y'' : f y (y' + y'') = f y y' + f y y'' by rewrite sym fD !(sym _ y).
    have fNr y y' : f y (- y') = - f y y' by rewrite sym fN sym.
    by rewrite !fD !fDr !fN !fNr (sym z w); ring.
  have both : norm (w + z) ^+ 2 + norm (w - z) ^+ 2 = 4%:R * norm w ^+ 2.
    have zz : dot z z = dot w w by rewrite -!norm_square same.
    have dotNr y y' : dot y (- y') = - dot y y' by rewrite dotC dotNl dotC.
    by rewrite !norm_square !dotDl !dotDr !dotNl !dotNr zz (dotC z w); ring.
  rewrite -(ler_pmul2l (ltr0n R 4)) -[X in X * `|_|](ger0_norm (ler0n R 4)) -normrM -four mulrCA -both mulrDr.
  by apply: (le_trans (ler_norm_add _ _)); rewrite normrN; apply: ler_add.
have [u0|u0] := eqVneq (norm u) 0; first by rewrite (norm_eq0 u0) f0 normr0 -(norm_eq0 u0) u0 mul0r mulr0.
have [v0|v0] := eqVneq (norm v) 0; first by rewrite (norm_eq0 v0) sym f0 normr0 -(norm_eq0 v0) v0 !mulr0.
have s0 : 0 < norm u * norm v by rewrite mulr_gt0 // lt_neqAle eq_sym ?u0 ?v0 norm_ge0.
have := key (norm v *: u) (norm u *: v); rewrite !normZ (ger0_norm (norm_ge0 u)) (ger0_norm (norm_ge0 v)) [norm v * norm u]mulrC.
move=> /(_ erefl).
by rewrite fZ (sym u) fZ (sym v) mulrA [norm v * norm u]mulrC normrM (gtr0_norm s0) expr2 mulrCA ler_pmul2l.
Qed.

End Form.

Section Step.
Variables (R : rcfType) (d m p k : nat) (g : nat -> 'M[R]_(p, m)) (eta nu beta : R) (x delta : student R d m p).
Hypotheses (eta0 : 0 <= eta) (nu0 : 0 <= nu).
Hypothesis curvature : forall t v, 0 <= t <= 1 ->
  - nu * norm v ^+ 2 <= hessian k g (x + t *: delta) v <= beta * norm v ^+ 2.
Let rho : R := Num.max (1 + eta * nu) `|1 - eta * beta|.

Lemma mean_value (q : {poly R}) : exists2 t, 0 <= t <= 1 & q.[1] - q.[0] = q^`().[t].
Proof.
have [t] : {t | t \in `]0, 1[ & q.[1] - q.[0] = q^`().[t] * (1 - 0)}.
  by first [exact: poly_mvt ltr01 | exact: mvt ltr01].
by rewrite in_itv /= subr0 mulr1 => /andP[/ltW t0 /ltW t1] ->; exists t; rewrite ?t0.
Qed.

Lemma descent_stretch : norm (descent k g eta (x + delta) - descent k g eta x) <= rho * norm delta.
Proof.
set u := descent k g eta (x + delta) - descent k g eta x.
have uE : u = delta - eta *: (gradL k g (x + delta) - gradL k g x).
  rewrite /u /descent; case: x delta (gradL k g (x + delta)) (gradL k g x) => [[xA xB] xC] [[dA dB] dC] [[yA yB] yC] [[zA zB] zC].
  by congr (_, _, _); rewrite /=; mx_ring.
have [t t01] := mean_value (slope k g x delta u); rewrite !slopeE slope_derivative scale1r scale0r addr0 => mvt.
pose f v w := dot v w - eta * bihessian k g (x + t *: delta) v w.
have [r1 r2] : 1 + eta * nu <= rho /\ `|1 - eta * beta| <= rho by rewrite /rho !le_maxr !lexx orbT.
have bound : `|f delta u| <= rho * (norm delta * norm u).
  apply: form_le => [v w|c v w z|v].
  - by rewrite /f dotC bihessian_sym.
  - by rewrite /f dotDl dotZl bihessian_linear; ring.
  have /andP[low high] : - nu * norm v ^+ 2 <= bihessian k g (x + t *: delta) v v <= beta * norm v ^+ 2.
    by rewrite -hessianE; apply: curvature.
  have v0 := sqr_ge0 (norm v); rewrite /f -norm_square ler_norml; apply/andP; split.
    apply: (@le_trans _ _ ((1 - eta * beta) * norm v ^+ 2)).
      have low' : - rho <= 1 - eta * beta by rewrite ler_oppl (le_trans _ r2) // -normrN ler_norm.
      by have := ler_wpmul2r v0 low'; rewrite mulNr.
    by rewrite mulrBl mul1r -mulrA ler_add2l ler_oppl opprK; apply: ler_wpmul2l.
  apply: (@le_trans _ _ ((1 + eta * nu) * norm v ^+ 2)); last exact: ler_wpmul2r.
  by rewrite mulrDl mul1r ler_add2l ler_oppl -mulrA -mulrN -mulNr; apply: ler_wpmul2l.
have uu : norm u ^+ 2 <= rho * norm delta * norm u.
  rewrite -mulrA (le_trans _ bound) // (le_trans _ (ler_norm _)) //.
  have <- : dot u u = f delta u.
    by rewrite {1}uE dotDl dotNl dotZl dotDl dotNl mvt.
  by rewrite norm_square.
have [u0|u0] := eqVneq (norm u) 0.
  by rewrite u0 mulr_ge0 ?norm_ge0 // (le_trans (normr_ge0 _) r2).
by move: uu; rewrite expr2 ler_pmul2r // lt_neqAle eq_sym u0 norm_ge0.
Qed.

End Step.
