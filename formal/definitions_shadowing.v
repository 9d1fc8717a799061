(* What the bounds of the Hessian are stated with. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Words.
Variable F : rcfType.

(* The operator norm of M is at most a: |M v| <= a |v| for every column v *)
Definition norm_at_most r s (a : F) (M : 'M[F]_(r, s)) : Prop :=
  0 <= a /\ forall v : 'cV[F]_s, frob (M *m v) <= a * frob v.

(* The symmetric matrix of word counts of h_j = C A^j B, in the order A, B, C *)
Definition words (j : nat) (a b c : F) : 'M[F]_3 :=
  let AA := (j * j.-1)%:R * a ^+ j.-2 * b * c in
  let AB := j%:R * a ^+ j.-1 * c in let AC := j%:R * a ^+ j.-1 * b in let BC := a ^+ j in
  \matrix_(i, l) nth 0 (nth [::] [:: [:: AA; AB; AC]; [:: AB; 0; BC]; [:: AC; BC; 0]] i) l.

End Words.
