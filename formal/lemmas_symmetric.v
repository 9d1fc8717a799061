(* Symmetric students: h_(i + j) = b_i^T b_j. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_loss.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Symmetric.
Variables (R : comRingType) (d m : nat).

Lemma symmetric_form (theta : student R d m m) : symmetric theta ->
  exists A B, A^T = A /\ theta = (A, B, B^T).
Proof.
case: theta => [[A B] C]; rewrite symmetricP => -[At CB].
by exists A, B; split; rewrite // -CB.
Qed.

Lemma symmetric_intro (A : 'M[R]_d) (B : 'M[R]_(d, m)) : A^T = A -> symmetric (A, B, B^T).
Proof. by move=> At; rewrite symmetricP. Qed.

Lemma bS (A : 'M[R]_d) (B : 'M[R]_(d, m)) p (C : 'M[R]_(p, d)) j : b (A, B, C) j.+1 = A *m b (A, B, C) j.
Proof. by []. Qed.

Lemma gram (A : 'M[R]_d) (B : 'M[R]_(d, m)) i j : A^T = A ->
  (b (A, B, B^T) i)^T *m b (A, B, B^T) j = h (A, B, B^T) (i + j).
Proof.
move=> At; elim: i j => [|i IH] j; first by [].
by rewrite bS trmx_mul -mulmxA At -bS IH addnS.
Qed.

End Symmetric.
