(* What every-saddle is stated with: a student with m modes and unused states, and a direction off these two blocks. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Saddle.
Variables (F : fieldType) (m e k : nat) (a : 'I_m -> F) (g : nat -> 'M[F]_1).
Variables (N : 'M[F]_e) (beta : 'cV[F]_m) (gamma : 'rV[F]_m).
Variables (A12 : 'M[F]_(m, e)) (A21 : 'M[F]_(e, m)) (B2 : 'cV[F]_e) (C2 : 'rV[F]_e).
Let S : 'M[F]_m := diag_mx (\row_i a i).

(* S (+) N, S = diag(a); the direction is (A_12, A_21, B_2, C_2) *)
Definition saddle : student F (m + e) 1 1 := (block_mx S 0 0 N, col_mx beta 0, row_mx gamma 0).
Definition off_block : student F (m + e) 1 1 := (block_mx 0 A12 A21 0, col_mx 0 B2, row_mx 0 C2).
(* R_j = h_j - g_j and r(z) = sum_(j < k) R_j z^j *)
Definition R j : F := residual saddle g j 0 0.
Definition r : {poly F} := \poly_(j < k) R j.
Definition y_R : 'cV[F]_e := B2 + \sum_i beta i 0 *: (invmx (N - (a i)%:M) *m col i A21).
Definition y_L : 'rV[F]_e := C2 + \sum_i gamma 0 i *: (row i A12 *m invmx (N - (a i)%:M)).
Definition r_of_N : 'M[F]_e := \sum_(j < k) R j *: iter j (mulmx N) 1%:M.

End Saddle.
