(* Matrices given by lists of rows, on which products, transposes and sums compute: so that the definitions can be
   evaluated on exact rational students and compared with what other programs say. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Lists.
Variable R : comRingType.
Implicit Types X Y : seq (seq R).

Definition at_ X i l : R := nth 0 (nth [::] X i) l.
Definition table r s (f : nat -> nat -> R) : seq (seq R) := mkseq (fun i => mkseq (f i) s) r.
Definition mx r s X : 'M[R]_(r, s) := \matrix_(i < r, l < s) at_ X i l.
Definition total s (f : nat -> R) : R := foldr (fun q rest => f q + rest) 0 (iota 0 s).

Lemma table_at r s f i l : (i < r)%N -> (l < s)%N -> at_ (table r s f) i l = f i l.
Proof. by move=> ir ls; rewrite /at_ /table !nth_mkseq. Qed.

Lemma total_sum s f : total s f = \sum_(q < s) f q.
Proof.
rewrite -(big_mkord xpredT) /index_iota subn0 /total.
by elim: (iota 0 s) => [|q rest IH]; rewrite ?big_nil // big_cons -IH.
Qed.

(* Functions of lists, so that an argument is computed once *)
Definition product r s t X Y := table r t (fun i l => total s (fun q => at_ X i q * at_ Y q l)).
Definition turned r s X := table s r (fun i l => at_ X l i).
Definition plus r s X Y := table r s (fun i l => at_ X i l + at_ Y i l).
Definition minus r s X := table r s (fun i l => - at_ X i l).
Definition paired r s X Y : R := total r (fun i => total s (fun l => at_ X i l * at_ Y i l)).

Lemma mx_mul r s t X Y : mx r s X *m mx s t Y = mx r t (product r s t X Y).
Proof.
apply/matrixP => i l; rewrite !mxE table_at // total_sum.
by apply: eq_bigr => q _; rewrite !mxE.
Qed.

Lemma mx_tr r s X : (mx r s X)^T = mx s r (turned r s X).
Proof. by apply/matrixP => i l; rewrite !mxE table_at. Qed.

Lemma mx_add r s X Y : mx r s X + mx r s Y = mx r s (plus r s X Y).
Proof. by apply/matrixP => i l; rewrite !mxE table_at. Qed.

Lemma mx_opp r s X : - mx r s X = mx r s (minus r s X).
Proof. by apply/matrixP => i l; rewrite !mxE table_at. Qed.

Lemma mx_inner r s X Y : inner (mx r s X) (mx r s Y) = paired r s X Y.
Proof.
rewrite /paired total_sum; apply: eq_bigr => i _; rewrite total_sum.
by apply: eq_bigr => l _; rewrite !mxE.
Qed.

End Lists.

Section Numbers.

(* the rational number n/q *)
Definition ratio (n : int) (q : nat) : rat := n%:~R / q%:R.

End Numbers.

(* compute_lists: sums and products of listed matrices become one listed matrix; both sides are then computed *)
Ltac compute_lists := rewrite ?(addr0, add0r, mulr2n) ?(mx_mul, mx_tr, mx_add, mx_opp, mx_inner).
Ltac same_lists := first [congr (mx _ _ _) | idtac]; apply/eqP; vm_compute; reflexivity.
Ltac evaluate := compute_lists; same_lists.
Ltac unroll := do 6?[rewrite ?big_ord_recl ?big_ord0 /= /bump ?(addn0, add1n) /=].
