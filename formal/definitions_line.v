(* The loss along a line theta + t delta, a polynomial in t, and its second derivative at t = 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Line.
Variables (F : fieldType) (d m p : nat).

(* theta + t delta, t an indeterminate, and its loss, a polynomial in t *)
Definition lift r s (X : 'M[F]_(r, s)) : 'M[{poly F}]_(r, s) := map_mx polyC X.
Definition line (theta delta : student F d m p) : student {poly F} d m p :=
  (lift (A theta) + 'X *: lift (A delta), lift (B theta) + 'X *: lift (B delta), lift (C theta) + 'X *: lift (C delta)).
Definition loss_along k g (theta delta : student F d m p) : {poly F} := L k (fun j => lift (g j)) (line theta delta).

(* <Hess L delta, delta> at theta *)
Definition hessian k g (theta delta : student F d m p) : F := (loss_along k g theta delta)^`(2).[0].

End Line.
