(* A measure with masses >= 0 on n nodes is that of a symmetric student of every width d >= n: A = diag(x), B = sqrt(w). *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_loss lemmas_symmetric.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Response.
Variables (R : comRingType) (d : nat) (x v : 'I_d -> R).
Let A : 'M[R]_d := diag_mx (\row_i x i).
Let B : 'cV[R]_d := \col_i v i.

Lemma diagonal_symmetric : symmetric (A, B, B^T).
Proof. by apply: symmetric_intro; rewrite tr_diag_mx. Qed.

Lemma diagonal_column j : b (A, B, B^T) j = \col_i (x i ^+ j * v i).
Proof.
elim: j => [|j IH]; first by apply/matrixP => i l; rewrite !mxE mul1r.
by rewrite bS IH mul_diag_mx; apply/matrixP => i l; rewrite !mxE exprS mulrA.
Qed.

Lemma diagonal_response j : h (A, B, B^T) j = teacher (fun i => v i ^+ 2) x j.
Proof.
rewrite /h diagonal_column; apply/matrixP => a l; rewrite !ord1 !mxE eqxx mulr1n.
by apply: eq_bigr => i _; rewrite !mxE mulrCA mulrC expr2.
Qed.

End Response.

Section Padding.
Variables (R : comRingType) (n e : nat).

Definition pad (f : 'I_n -> R) (i : 'I_(n + e)) : R := if split i is inl l then f l else 0.

Lemma teacher_pad w x j : teacher (pad w) (pad x) j = teacher w x j.
Proof.
congr (_%:M); rewrite big_split_ord /= [X in _ + X]big1 ?addr0 => [|i _].
  by apply: eq_bigr => i _; rewrite /pad (unsplitK (inl i : 'I_n + 'I_e)).
by rewrite /pad (unsplitK (inr i : 'I_n + 'I_e)) mul0r.
Qed.

End Padding.

Theorem measure_student (F : rcfType) n d (w x : 'I_n -> F) : (forall i, 0 <= w i) -> (n <= d)%N ->
  exists theta : student F d 1 1, symmetric theta /\ forall j, h theta j = teacher w x j.
Proof.
move=> w0 /subnKC <-; set e := (d - n)%N.
pose v i := Num.sqrt (pad (e := e) w i).
exists (diag_mx (\row_i pad (e := e) x i), \col_i v i, (\col_i v i)^T).
split=> [|j]; first exact: diagonal_symmetric.
rewrite diagonal_response -[RHS](teacher_pad e) /teacher; congr (_%:M); apply: eq_bigr => i _; rewrite sqr_sqrtr //.
by rewrite /pad; case: split.
Qed.
