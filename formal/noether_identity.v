(* Claim noether-identity: the gradient of ANY differentiable function of the lags annihilates this combination. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_gradient lemmas_noether.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0 *)
Theorem noether_identity (R : rcfType) d m p k (theta G : student R d m p) : lag_gradient k theta G ->
  A G *m (A theta)^T - (A theta)^T *m A G + B G *m (B theta)^T - (C theta)^T *m C G = 0.
Proof.
move=> [f [W [df gradient]]]; have -> := gradient_unique gradient (grad_is_gradient df).
exact: noether_sum.
Qed.
