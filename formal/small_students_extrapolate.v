(* small-students-extrapolate.  If d + n <= k, where n states realise the teacher, then L = 0 forces h_j = g_j for all j:
   any numbers of inputs and outputs, no symmetry, no minimality.  The threshold is exact: for one input and output and
   a teacher of degree n <= (k + 1) / 2, width d = k - n forces (as d + n <= k) and d = k - n + 1 does not. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_loss lemmas_realisation non_extrapolating_minima.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Forced.
Variables (F : fieldType) (d n k m p : nat) (theta : student F d m p) (teacher : student F n m p).

(* The difference h - g is the response of d + n states *)
Lemma small_students_extrapolate_field : (d + n <= k)%N ->
  (forall j, (j < k)%N -> h theta j = h teacher j) -> forall j, h theta j = h teacher j.
Proof.
move=> le fits.
pose both : student F (d + n) m p :=
  (block_mx (A theta) 0 0 (A teacher), col_mx (B theta) (B teacher), row_mx (C theta) (- C teacher)).
have column j : b both j = col_mx (b theta j) (b teacher j).
  elim: j => [|j IH] //; rewrite -[LHS]/(block_mx _ _ _ _ *m b both j) IH mul_block_col.
  by rewrite !mul0mx addr0 add0r.
have response j : h both j = h theta j - h teacher j by rewrite /h column mul_row_col mulNmx.
move=> j; apply/eqP; rewrite -subr_eq0 -response; apply/eqP; apply: response_eq0 => i lt.
by rewrite response fits ?subrr // (leq_trans lt).
Qed.

End Forced.

Theorem small_students_extrapolate (F : realFieldType) d n k m p (theta : student F d m p) (teacher : student F n m p) :
  (d + n <= k)%N -> L k (h teacher) theta = 0 -> forall j, h theta j = h teacher j.
Proof. by move=> le L0; apply: small_students_extrapolate_field le _ => j; exact: loss_eq0. Qed.

Theorem threshold_exact (F : realFieldType) n k (g : nat -> 'M[F]_1) : has_degree g n -> (2 * n <= k + 1)%N ->
  (forall theta : student F (k - n) 1 1, L k g theta = 0 -> forall j, h theta j = g j) /\
  (exists2 theta : student F (k - n + 1) 1 1, L k g theta = 0 & h theta k <> g k).
Proof.
move=> deg lags; have [[teacher gE] _] := deg; have le : (n <= k)%N.
  rewrite leqNgt; apply/negP => gt; move: lags; rewrite leqNgt => /negP; apply.
  by rewrite addn1 mulSn mul1n (leq_trans _ (leq_add gt gt)) // addSnnS leq_addl.
split=> [theta L0 j|].
  rewrite -gE; apply: (small_students_extrapolate (k := k)); first by rewrite subnK.
  by rewrite -[RHS]L0; apply: eq_bigr => i _; rewrite /residual gE.
have [|theta L0 hk] := @non_extrapolating_minima F g n k (k - n + 1) (g k 0 0 + 1) deg lags.
  by rewrite leq_subLR addnA subnKC.
exists theta => // E; have := congr1 (fun M : 'M_1 => M 0 0) E; rewrite hk mxE eqxx mulr1n => /eqP.
by rewrite -subr_eq0 addrC addKr oner_eq0.
Qed.
