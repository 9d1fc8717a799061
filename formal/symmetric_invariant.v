(* Claim symmetric-invariant, descent: it keeps a symmetric student symmetric, and a student that is symmetric up to a
   signature, A^T = S A S and C^T = S B with S = S^T = S^-1, so, whatever the steps.  The flow: symmetric_flow.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Signature.
Variables (R : comRingType) (d m : nat) (S : 'M[R]_d).
Hypotheses (St : S^T = S) (SS : S *m S = 1%:M).
Implicit Types (theta : student R d m m) (W g : nat -> 'M[R]_m).

Definition signature_symmetric theta : Prop := (A theta)^T = S *m A theta *m S /\ (C theta)^T = S *m B theta.

Lemma signature_c theta j : signature_symmetric theta -> c theta j = S *m b theta j.
Proof.
move=> [At Ct]; elim: j => [|j IH]; first exact: Ct.
by rewrite /c iterS -/(c theta j) IH At -!mulmxA (mulmxA S S) SS mul1mx.
Qed.

Lemma signature_h theta j : signature_symmetric theta -> (h theta j)^T = h theta j.
Proof.
move=> sym; have [_ Ct] := sym; rewrite /h trmx_mul Ct mulmxA.
have -> : (b theta j)^T *m S = (c theta j)^T by rewrite signature_c // trmx_mul St.
have E i (X : 'M[R]_(d, m)) : (c theta i)^T *m X = C theta *m iter i (mulmx (A theta)) X.
  elim: i X => [|i IH] X; first by rewrite /c trmxK.
  by rewrite /c iterS trmx_mul trmxK -mulmxA IH iterSr.
exact: E.
Qed.

(* symmetric derivatives by the h_j: the gradient is again symmetric up to S *)
Lemma signature_grad k W theta : (forall j, (W j)^T = W j) -> signature_symmetric theta ->
  signature_symmetric (grad k W theta).
Proof.
move=> Wt sym; split; rewrite /grad /A /B /C /= linear_sum mulmx_sumr ?mulmx_suml; apply: eq_bigr => -[j ltj] _ /=.
  rewrite linear_sum mulmx_sumr mulmx_suml [RHS](reindex_inj rev_ord_inj) /=; apply: eq_bigr => -[i lti] _ /=.
  rewrite !trmx_mul trmxK Wt !signature_c // trmx_mul St !mulmxA SS mul1mx.
  by rewrite subnS -predn_sub -!subn1 -subnDA addnC subnDA subKn ?subn1 // -ltnS prednK // (leq_ltn_trans _ lti).
by rewrite trmx_mul trmxK Wt signature_c // !mulmxA SS mul1mx.
Qed.

Lemma signature_sub (eta : R) theta (G : student R d m m) : signature_symmetric theta -> signature_symmetric G ->
  signature_symmetric (theta - eta *: G).
Proof.
rewrite /signature_symmetric /A /B /C /= !linearB !linearZ /= => -[-> ->] [-> ->].
by rewrite mulmxDl -scalemxAl mulNmx.
Qed.

End Signature.

Lemma symmetric_signature (R : comRingType) d m (theta : student R d m m) :
  symmetric theta <-> signature_symmetric 1%:M theta.
Proof.
rewrite /symmetric /signature_symmetric /transpose /A /B /C !mul1mx mulmx1.
case: theta => [[A B] C] /=; split=> [[-> Ct _]|[-> <-]]; last by rewrite trmxK.
by rewrite Ct.
Qed.

(* The parenthesis of the claim: A = 0, B = (1, 1)^T, C = B^T S, S = diag(1, -1) is symmetric up to S and has Q != 0 *)
Lemma signature_unbalanced (R : comRingType) : 2%:R != 0 :> R -> exists (S : 'M[R]_2) (theta : student R 2 1 1),
  [/\ S^T = S, S *m S = 1%:M, signature_symmetric S theta & Q theta != 0].
Proof.
move=> two; pose S : 'M[R]_2 := \matrix_(i, l) (if i == l then (-1) ^+ i else 0).
pose u : 'M[R]_(2, 1) := const_mx 1.
exists S, (0, u, u^T *m S); have St : S^T = S by apply/matrixP => i l; rewrite !mxE eq_sym; case: eqP => // ->.
split=> //.
- apply/matrixP => i l; rewrite !mxE !big_ord_recl big_ord0 !mxE /=.
  by case: i l => [[|[|//]] ?] [[|[|//]] ?]; rewrite /= ?expr0 ?expr1; ring.
- by split; rewrite /A /B /C /= ?trmx0 ?mulmx0 ?mul0mx // trmx_mul trmxK St.
apply: contra two => /eqP/matrixP/(_ ord0 (lift ord0 ord0)); rewrite [RHS]mxE => <-; rewrite /Q /A /B /C /=.
by rewrite trmx0 !(mul0mx, mulmx0) !(mxE, big_ord_recl, big_ord0) /=; apply/eqP; ring.
Qed.

(* m = p and g_j symmetric: A = A^T, B = C^T is kept by descent with any step, and A^T = S A S, C^T = S B too; so for
   any other loss with symmetric derivatives W_j by the h_j.  It does not imply Q = 0. *)
Theorem symmetric_invariant (R : comRingType) d m k (g : nat -> 'M[R]_m) : (forall j, (g j)^T = g j) ->
  [/\ forall eta (theta : student R d m m), symmetric theta -> symmetric (descent k g eta theta),
      forall S eta (theta : student R d m m), S^T = S -> S *m S = 1%:M ->
        signature_symmetric S theta -> signature_symmetric S (descent k g eta theta),
      forall S W (theta : student R d m m), S^T = S -> S *m S = 1%:M -> (forall j, (W j)^T = W j) ->
        signature_symmetric S theta -> signature_symmetric S (grad k W theta)
    & 2%:R != 0 :> R -> exists (S : 'M[R]_2) (theta : student R 2 1 1),
        [/\ S^T = S, S *m S = 1%:M, signature_symmetric S theta & Q theta != 0]].
Proof.
move=> gt; have step S eta (theta : student R d m m) : S^T = S -> S *m S = 1%:M ->
    signature_symmetric S theta -> signature_symmetric S (descent k g eta theta).
  move=> St SS sym; apply: signature_sub => //; apply: signature_grad => // j.
  by rewrite /residual linearMn linearB /= (signature_h _ SS) // gt.
split=> //; last exact: signature_unbalanced; last by move=> S W theta St SS Wt; exact: signature_grad.
by move=> eta theta /symmetric_signature sym; apply/symmetric_signature/step; rewrite ?trmx1 ?mulmx1.
Qed.
