(* mx_ring decides identities between sums and multiples of matrices, entry by entry. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Ltac mx_entries i j :=
  repeat match goal with |- context [fun_of_matrix ?X i j] => move: (X i j) => ? end.
Ltac mx_ring :=
  let i := fresh "i" in let j := fresh "j" in
  apply/matrixP => i j; rewrite ?mxE; mx_entries i j; ring.

Lemma mx_ring_example (R : comRingType) r s (X Y : 'M[R]_(r, s)) (t : R) :
  t *: (X - Y) + (t *: Y - X) = (t - 1) *: X.
Proof. by mx_ring. Qed.
