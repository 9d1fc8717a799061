(* What the robust bounds are stated with. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The 2-norm of a polynomial's coefficients *)
Definition coef_norm (F : rcfType) (q : {poly F}) : F := Num.sqrt (\sum_(i < size q) q`_i ^+ 2).
