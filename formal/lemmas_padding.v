(* Unused states: a student of width d is one of width d + e, with the same response. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_loss lemmas_symmetric.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Padding.
Variables (R : comRingType) (d m p e : nat).

Definition padded (theta : student R d m p) : student R (d + e) m p :=
  (block_mx (A theta) 0 0 0, col_mx (B theta) 0, row_mx (C theta) 0).

Lemma padded_column theta j : b (padded theta) j = col_mx (b theta j) 0.
Proof.
elim: j => [|j IH] //; rewrite -[LHS]/(block_mx _ _ _ _ *m b (padded theta) j) IH mul_block_col.
by rewrite !mul0mx !addr0.
Qed.

Lemma padded_response theta j : h (padded theta) j = h theta j.
Proof. by rewrite /h padded_column mul_row_col mul0mx addr0. Qed.

End Padding.

Lemma padded_symmetric (R : comRingType) d m e (theta : student R d m m) :
  symmetric theta -> symmetric (padded e theta).
Proof.
move=> /symmetric_form [A [B [At ->]]]; rewrite symmetricP; split.
  by rewrite tr_block_mx !trmx0 -[in RHS]At.
by rewrite tr_col_mx trmx0.
Qed.

Lemma padding (R : comRingType) d d' m p (theta : student R d m p) : (d <= d')%N ->
  exists theta' : student R d' m p, forall j, h theta' j = h theta j.
Proof. by move/subnKC <-; exists (padded _ theta) => j; rewrite padded_response. Qed.

Lemma symmetric_padding (R : comRingType) d d' m (theta : student R d m m) : (d <= d')%N -> symmetric theta ->
  exists2 theta' : student R d' m m, symmetric theta' & forall j, h theta' j = h theta j.
Proof.
move/subnKC <- => sym; exists (padded _ theta); first exact: padded_symmetric.
by move=> j; rewrite padded_response.
Qed.
