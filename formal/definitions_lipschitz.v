(* Losses whose flow has only one solution through a start: their derivatives by the lags are Lipschitz. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* |W_j(H) - W_j(H')| <= K sum_i |H_i - H'_i| for j < k, where all |H_i|, |H'_i| <= q: some K for each q *)
Definition lipschitz_weights (R : rcfType) m p k (W : {ffun 'I_k -> 'M[R]_(p, m)} -> nat -> 'M[R]_(p, m)) : Prop :=
  forall q, exists2 K, 0 <= K & forall H H' : {ffun 'I_k -> 'M[R]_(p, m)},
    (forall i, frob (H i) <= q) -> (forall i, frob (H' i) <= q) ->
    forall j, (j < k)%N -> frob (W H j - W H' j) <= K * \sum_i frob (H i - H' i).
