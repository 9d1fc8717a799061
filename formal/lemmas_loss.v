(* The inner product is positive definite over an ordered field, so the loss is 0 exactly where every lag is fitted. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Positive.
Variables (F : realFieldType).

Lemma inner_ge0 r s (X : 'M[F]_(r, s)) : 0 <= inner X X.
Proof. by rewrite /inner; apply: sumr_ge0 => i _; apply: sumr_ge0 => l _; rewrite -expr2 sqr_ge0. Qed.

Lemma inner_eq0 r s (X : 'M[F]_(r, s)) : (inner X X == 0) = (X == 0).
Proof.
apply/idP/eqP => [|->]; last by rewrite /inner big1 // => i _; rewrite big1 // => l _; rewrite mxE mulr0.
rewrite /inner psumr_eq0; last by move=> i _; apply: sumr_ge0 => l _; rewrite -expr2 sqr_ge0.
move/allP => zero; apply/matrixP => i l; rewrite mxE.
have := zero i (mem_index_enum _); rewrite psumr_eq0 /=; last by move=> l' _; rewrite -expr2 sqr_ge0.
by move/allP/(_ l (mem_index_enum _)); rewrite mulf_eq0 orbb => /eqP.
Qed.

Lemma trmx_mul_eq0 r s (X : 'M[F]_(r, s)) : X^T *m X = 0 -> X = 0.
Proof.
move=> E; apply/eqP; rewrite -inner_eq0 /inner exchange_big big1 //= => l _.
have -> : \sum_i X i l * X i l = (X^T *m X) l l by rewrite mxE; apply: eq_bigr => i _; rewrite mxE.
by rewrite E mxE.
Qed.

Variables (d m p : nat).

Lemma loss_ge0 k g (theta : student F d m p) : 0 <= L k g theta.
Proof. by apply: sumr_ge0 => j _; exact: inner_ge0. Qed.

Lemma loss_eq0 k g (theta : student F d m p) : L k g theta = 0 -> forall j, (j < k)%N -> h theta j = g j.
Proof.
move/eqP; rewrite psumr_eq0 => [/allP zero j ltj|j _]; last exact: inner_ge0.
by have := zero (Ordinal ltj) (mem_index_enum _); rewrite /= inner_eq0 subr_eq0 => /eqP.
Qed.

Lemma fit_loss k g (theta : student F d m p) : (forall j, (j < k)%N -> h theta j = g j) -> L k g theta = 0.
Proof.
move=> fit; apply: big1 => j _; apply/eqP.
by rewrite inner_eq0 /residual fit // subrr.
Qed.

End Positive.

Section Symmetric.
Variables (R : comRingType) (d m : nat).

Lemma symmetricP (theta : student R d m m) :
  symmetric theta <-> (A theta)^T = A theta /\ C theta = (B theta)^T.
Proof.
case: theta => [[A B] C]; rewrite /symmetric /transpose /=; split=> [[At Ct Bt]|[-> ->]]; first by rewrite -Bt.
by rewrite trmxK.
Qed.

End Symmetric.
