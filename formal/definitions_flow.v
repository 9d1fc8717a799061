(* Gradient flow.  Only what speaks of it uses mathcomp-analysis, and with it its classical axioms. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals topology normedtype derive.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory numFieldNormedType.Exports.
Local Open Scope ring_scope.

(* f'(t) = v *)
Definition derivative_at (R : realType) (f : R -> R) (t v : R) : Prop := is_derive t 1 f v.

(* theta'(t) = - G(t) at every time t in the open interval ]a, b[, entry by entry.  (A flow from a start at time 0 also
   runs a little before it, or is continued there.) *)
Definition flow (R : realType) d m p (a b : R) (theta G : R -> student R d m p) : Prop := forall t : R, a < t < b ->
  [/\ forall i l, derivative_at (fun s => A (theta s) i l) t (- A (G t) i l),
      forall i l, derivative_at (fun s => B (theta s) i l) t (- B (G t) i l)
    & forall i l, derivative_at (fun s => C (theta s) i l) t (- C (G t) i l)].
