(* Rules of derivation for sums and products of real functions of time. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp reals topology normedtype derive realfun.
From formal Require Import definitions definitions_flow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory numFieldNormedType.Exports.
Local Open Scope ring_scope.

Section Rules.
Variable R : realType.
Implicit Types (f g : R -> R) (t u v : R).

Lemma derivative_ext f g t v : f =1 g -> derivative_at f t v -> derivative_at g t v.
Proof. by move/funext ->. Qed.

Lemma derivativeM f g t u v : derivative_at f t u -> derivative_at g t v ->
  derivative_at (fun s => f s * g s) t (u * g t + f t * v).
Proof.
move=> df dg; have := is_deriveM df dg; rewrite /GRing.scale /= => H; apply: (is_derive_eq H).
by rewrite /GRing.scale /= addrC [g t * u]mulrC.
Qed.

Lemma derivativeD f g t u v : derivative_at f t u -> derivative_at g t v ->
  derivative_at (fun s => f s + g s) t (u + v).
Proof. by move=> df dg; exact: is_deriveD. Qed.

Lemma derivativeB f g t u v : derivative_at f t u -> derivative_at g t v ->
  derivative_at (fun s => f s - g s) t (u - v).
Proof. by move=> df dg; exact: is_deriveB. Qed.

Lemma derivative_cst (a t : R) : derivative_at (fun=> a) t 0.
Proof. exact: is_derive_cst. Qed.

Lemma derivative_sum r (f : 'I_r -> R -> R) t (v : 'I_r -> R) : (forall l, derivative_at (f l) t (v l)) ->
  derivative_at (fun s => \sum_l f l s) t (\sum_l v l).
Proof.
elim: r f v => [|r IH] f v df.
  by rewrite big_ord0; apply: derivative_ext (derivative_cst 0 t) => s; rewrite big_ord0.
rewrite big_ord_recr /=; apply: derivative_ext (derivativeD (IH _ _ (fun l => df _)) (df ord_max)) => s.
by rewrite big_ord_recr.
Qed.

End Rules.
