(* What mass-deficit is stated with: critical points of m modes, and the projection of 1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Deficit.
Variables (F : rcfType) (k m n : nat) (s a : 'I_m -> F) (w x : 'I_n -> F).

(* R_j = h_j - g_j, and r(z) = sum_(j < k) R_j z^j *)
Definition mode_residual j : F := \sum_i s i * a i ^+ j - \sum_l w l * x l ^+ j.
Definition residual_polynomial : {poly F} := \poly_(j < k) mode_residual j.

Definition critical_modes : Prop := [/\ injective a, forall i, a i != 0,
  forall i, residual_polynomial.[a i] = 0 & forall i, residual_polynomial^`().[a i] = 0].

(* The inner product of the first k coefficients *)
Definition coef_inner (p q : {poly F}) : F := \sum_(j < k) p`_j * q`_j.

(* P is the projection of 1 on V *)
Definition projects_one (V : {poly F} -> Prop) P : Prop := V P /\ forall v, V v -> coef_inner (1 - P) v = 0.

End Deficit.
