(* Claim support-invariant, the flow: a flow whose student has the support P at one time, A = P A P, B = P B, C = C P, has
   it at every time of the open interval on which it runs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals.
From formal Require Import definitions definitions_flow lemmas_lipschitz lemmas_invariant support_invariant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Theorem support_flow (R : realType) d m p k g (a b : R) (theta : R -> student R d m p) (P : 'M[R]_d) :
  P^T = P -> P *m P = P -> flow a b theta (fun t => gradL k g (theta t)) ->
  forall s t, a < s < b -> a < t < b -> supported P (theta s) -> supported P (theta t).
Proof.
move=> Pt PP flows; pose project (x : student R d m p) : student R d m p := (P *m A x *m P, P *m B x, C x *m P).
have fixed x : project x = x <-> supported P x.
  by case: x => [[A B] C]; rewrite /project /supported /=; split=> [[-> -> ->]|[<- <- <-]].
move=> s t ins int /fixed sup; apply/fixed.
apply: (@invariant _ _ _ _ project (gradL k g) _ _ _ _ _ _ _ _ _ flows _ _ _ ins int sup) => // [c x y|x|||x /fixed {}sup].
- by case: x y => [[A1 B1] C1] [[A2 B2] C2]; rewrite /project /A /B /C /= !(mulmxDl, mulmxDr) -!scalemxAr -!scalemxAl.
- by rewrite /project /A /B /C /= !mulmxA PP -!mulmxA PP.
- apply: lipschitz_parts.
  + exact: tameM (tameM (tame_const _ _ _ _) (@tame_A _ _ _ _)) (tame_const _ _ _ _).
  + exact: tameM (tame_const _ _ _ _) (@tame_B _ _ _ _).
  exact: tameM (@tame_C _ _ _ _) (tame_const _ _ _ _).
- exact: lipschitz_gradL.
exact/fixed/supported_grad.
Qed.
