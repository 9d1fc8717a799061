(* Claim support-invariant, descent: it keeps a student on its support, A = P A P, B = P B, C = C P.
   The flow: support_flow.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Support.
Variables (R : comRingType) (d m p : nat) (P : 'M[R]_d).
Hypotheses (Pt : P^T = P) (PP : P *m P = P).
Implicit Types (theta G : student R d m p) (W : nat -> 'M[R]_(p, m)).

Definition supported theta : Prop :=
  [/\ A theta = P *m A theta *m P, B theta = P *m B theta & C theta = C theta *m P].

Lemma supported_b theta j : supported theta -> P *m b theta j = b theta j.
Proof.
move=> [PA PB _]; case: j => [|j]; first by rewrite /b /= -PB.
by rewrite /b iterS -/(b theta j) PA !mulmxA PP.
Qed.

Lemma supported_c theta j : supported theta -> P *m c theta j = c theta j.
Proof.
move=> [PA _ PC]; case: j => [|j]; first by rewrite /c /= PC trmx_mul Pt mulmxA PP.
by rewrite /c iterS -/(c theta j) PA !trmx_mul Pt !mulmxA PP.
Qed.

Lemma supported_grad k W theta : supported theta -> supported (grad k W theta).
Proof.
move=> sup; have right (X : 'M[R]_(d, m)) : P *m X = X -> X^T *m P = X^T by rewrite -{2}Pt -trmx_mul => ->.
split; rewrite /grad /A /B /C /=.
- rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => j _; rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => i _.
  by rewrite !mulmxA supported_c // -[RHS]mulmxA right // supported_b.
- by rewrite mulmx_sumr; apply: eq_bigr => j _; rewrite mulmxA supported_c.
by rewrite mulmx_suml; apply: eq_bigr => j _; rewrite -[RHS]mulmxA right // supported_b.
Qed.

Lemma supported_sub (eta : R) theta G : supported theta -> supported G -> supported (theta - eta *: G).
Proof.
rewrite /supported /A /B /C /= => -[PA PB PC] [GA GB GC].
by split; rewrite !(mulmxBr, mulmxBl) -?(scalemxAl, scalemxAr) -?PA -?PB -?PC -?GA -?GB -?GC.
Qed.

End Support.

(* The parenthesis of the claim: d = 1, A = 0 of rank 0, B = C = 1, and descent makes A = 2 eta g_1 *)
Lemma low_rank_lost (R : comRingType) (eta g1 : R) : let theta : student R 1 1 1 := (0, 1%:M, 1%:M) in
  A (descent 2 (fun j => (if j == 1%N then g1 else 0)%:M) eta theta) = (2%:R * eta * g1)%:M.
Proof.
move=> theta; apply/matrixP => i l; rewrite !ord1 /descent /gradL /grad /residual /h /b /c /A /B /C /=.
by rewrite !(mxE, big_ord_recl, big_ord0) /=; ring.
Qed.

(* One orthogonal projection P = P^T = P^2 for all three matrices.  Low rank of A alone is not kept. *)
Theorem support_invariant (R : comRingType) d m p k (P : 'M[R]_d) : P^T = P -> P *m P = P ->
  [/\ forall g eta (theta : student R d m p), supported P theta -> supported P (descent k g eta theta),
      forall W (theta : student R d m p), supported P theta -> supported P (grad k W theta)
    & forall eta g1 : R, let theta : student R 1 1 1 := (0, 1%:M, 1%:M) in
        A (descent 2 (fun j => (if j == 1%N then g1 else 0)%:M) eta theta) = (2%:R * eta * g1)%:M].
Proof.
move=> Pt PP; split; last exact: low_rank_lost; last by move=> W theta; exact: supported_grad.
by move=> g eta theta sup; apply: supported_sub => //; exact: supported_grad.
Qed.
