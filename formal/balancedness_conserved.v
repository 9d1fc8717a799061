(* Claim balancedness-conserved: along theta' = -G the matrix Q is constant, G the gradient of any differentiable
   function of the lags, which may change with time. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring reals.
From formal Require Import definitions definitions_flow lemmas_matrix lemmas_flow noether_identity.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Gram.
Variables (R : realType) (r s : nat).

(* (X X^T)' = -(Y X^T + X Y^T) where X' = -Y *)
Lemma derivative_gram (X : R -> 'M[R]_(r, s)) (Y : 'M[R]_(r, s)) t :
  (forall i l, derivative_at (fun u => X u i l) t (- Y i l)) ->
  forall i l, derivative_at (fun u => (X u *m (X u)^T) i l) t (- (Y *m (X t)^T + X t *m Y^T) i l).
Proof.
move=> dX i l; rewrite (_ : - _ = \sum_q (- Y i q * X t l q + X t i q * - Y l q)).
  apply: derivative_ext (derivative_sum (fun q => derivativeM (dX i q) (dX l q))) => u.
  by rewrite mxE; apply: eq_bigr => q _; rewrite mxE.
rewrite !mxE -big_split -sumrN; apply: eq_bigr => q _; rewrite !mxE /=.
by move: (X t i q) (X t l q) (Y i q) (Y l q) => *; ring.
Qed.

End Gram.

(* Q(theta(t)) = Q(theta(s)) for all times s, t *)
Theorem balancedness_conserved (R : realType) d m p k (theta G : R -> student R d m p) :
  (forall t, lag_gradient k (theta t) (G t)) -> flow theta G -> forall s t, Q (theta t) = Q (theta s).
Proof.
move=> grad flows s t; apply/matrixP => i l.
apply: (@derivative_constant _ (fun u => Q (theta u) i l)) => u.
have [dA dB dC] := flows u; have := noether_identity (grad u).
set N := (X in X = 0) => N0; have {N0}: - (N + N^T) i l = 0 by rewrite N0 trmx0 addr0 mxE oppr0.
rewrite /N !(linearD, linearN) /= !trmx_mul !trmxK => <-.
have dAt a c : derivative_at (fun s => (A (theta s))^T a c) u (- (A (G u))^T a c).
  by rewrite mxE; apply: derivative_ext (dA c a) => v; rewrite mxE.
have dCt a c : derivative_at (fun s => (C (theta s))^T a c) u (- (C (G u))^T a c).
  by rewrite mxE; apply: derivative_ext (dC c a) => v; rewrite mxE.
have gA := derivative_gram dA i l; have gAt := derivative_gram (X := fun s => (A (theta s))^T) dAt i l.
have gB := derivative_gram dB i l; have gCt := derivative_gram (X := fun s => (C (theta s))^T) dCt i l.
have := derivativeB (derivativeD (derivativeB gA gAt) gB) gCt; rewrite !trmxK.
set v := (X in derivative_at _ _ X -> _); set w := (X in _ -> derivative_at _ _ X).
suff <- : v = w by apply: derivative_ext => x; rewrite /Q !trmxK !mxE.
rewrite /v /w; do !move: (_ *m _) => ?; rewrite !mxE; mx_entries i l; ring.
Qed.
