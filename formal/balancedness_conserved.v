(* Claim balancedness-conserved: along theta' = -G the matrix Q is constant, G the gradient of any differentiable
   function of the lags, which may change with time; on any open interval ]a, b[ of time. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring reals.
From formal Require Import definitions definitions_flow lemmas_matrix lemmas_flow lemmas_interval noether_identity.
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

(* Q(theta(t)) = Q(theta(s)) for all times s, t in ]a, b[ *)
Theorem balancedness_conserved (R : realType) d m p k (a b : R) (theta G : R -> student R d m p) :
  (forall t, a < t < b -> lag_gradient k (theta t) (G t)) -> flow a b theta G ->
  forall s t, a < s < b -> a < t < b -> Q (theta t) = Q (theta s).
Proof.
move=> grad flows s t ins int; apply: (both_ways (f := fun t => Q (theta t)) _ int ins) => {s t ins int} s t st inside.
apply/matrixP => i l; apply: (derivative_constant (f := fun u => Q (theta u) i l) st) => u /inside ab.
have [dA dB dC] := flows u ab; have := noether_identity (grad u ab).
set N := (X in X = 0) => N0; have {N0}: - (N + N^T) i l = 0 by rewrite N0 trmx0 addr0 mxE oppr0.
rewrite /N !(linearD, linearN) /= !trmx_mul !trmxK => <-.
have dAt q c : derivative_at (fun s => (A (theta s))^T q c) u (- (A (G u))^T q c).
  by rewrite mxE; apply: derivative_ext (dA c q) => v; rewrite mxE.
have dCt q c : derivative_at (fun s => (C (theta s))^T q c) u (- (C (G u))^T q c).
  by rewrite mxE; apply: derivative_ext (dC c q) => v; rewrite mxE.
have gA := derivative_gram dA i l; have gAt := derivative_gram (X := fun s => (A (theta s))^T) dAt i l.
have gB := derivative_gram dB i l; have gCt := derivative_gram (X := fun s => (C (theta s))^T) dCt i l.
have := derivativeB (derivativeD (derivativeB gA gAt) gB) gCt; rewrite !trmxK.
set v := (X in derivative_at _ _ X -> _); set w := (X in _ -> derivative_at _ _ X).
suff <- : v = w by apply: derivative_ext => x; rewrite /Q !trmxK !mxE.
rewrite /v /w; do !move: (_ *m _) => ?; rewrite !mxE; mx_entries i l; ring.
Qed.
