(* Claim symmetric-invariant, the flow: a flow that is symmetric, or symmetric up to a signature S, at one time is so at
   every time of the open interval on which it runs.

   symmetric_flow:  of the loss L with symmetric g_j;
   symmetric_flow_of:  of any other loss f(h_0, ..., h_(k-1)) whose derivatives W_j are symmetric where all h_j are, and
     Lipschitz on every ball.  (Where they are not, solutions need not be unique, and one may leave.) *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring reals.
From formal Require Import definitions definitions_flow definitions_lipschitz lemmas_matrix lemmas_loss lemmas_norm
  lemmas_gradient lemmas_lipschitz lemmas_invariant symmetric_invariant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Mirror.
Variables (R : realType) (d m : nat) (S : 'M[R]_d).
Hypotheses (St : S^T = S) (SS : S *m S = 1%:M).
Implicit Types x y : student R d m m.

(* the reflection whose fixed points are the students symmetric up to S, and the projection on them *)
Let mirror x : student R d m m := (S *m (A x)^T *m S, S *m (C x)^T, (B x)^T *m S).
Let P x : student R d m m := 2%:R^-1 *: (x + mirror x).

Let mirror_linear c x y : mirror (c *: x + y) = c *: mirror x + mirror y.
Proof.
case: x y => [[A1 B1] C1] [[A2 B2] C2]; rewrite /mirror /A /B /C /=.
have tr r s (X Y : 'M[R]_(r, s)) : (c *: X + Y)^T = c *: X^T + Y^T by rewrite linearD linearZ.
by rewrite !tr !mulmxDr !mulmxDl -!scalemxAr -!scalemxAl.
Qed.

Let mirrorK x : mirror (mirror x) = x.
Proof.
case: x => [[A1 B1] C1]; rewrite /mirror /A /B /C /= !trmx_mul !trmxK St.
by rewrite !mulmxA SS !mul1mx -!mulmxA SS !mulmx1.
Qed.

Lemma mirror_fixed x : signature_symmetric S x <-> mirror x = x.
Proof.
case: x => [[A1 B1] C1]; rewrite /signature_symmetric /mirror /A /B /C /=; split=> [[At Ct]|[EA EB EC]].
  have CE : B1^T *m S = C1 by apply: trmx_inj; rewrite Ct trmx_mul St trmxK.
  by rewrite At Ct CE !mulmxA SS !mul1mx -mulmxA SS mulmx1.
split; first by rewrite -{1}EA !trmx_mul trmxK St mulmxA.
by rewrite -{1}EC trmx_mul trmxK St.
Qed.

Lemma mirror_projects x : P x = x <-> signature_symmetric S x.
Proof.
rewrite mirror_fixed; have half : (2%:R : R)^-1 * 2%:R = 1 by rewrite mulVf ?pnatr_eq0.
rewrite /P; split=> [E|->]; last by rewrite -mulr2n -scaler_nat scalerA half scale1r.
have : 2%:R *: (2%:R^-1 *: (x + mirror x)) = 2%:R *: x by rewrite E.
by rewrite scalerA mulrC half scale1r scaler_nat mulr2n => /addrI.
Qed.

Lemma mirror_invariant F (a b : R) (theta G : R -> student R d m m) : lipschitz F ->
  (forall x, signature_symmetric S x -> signature_symmetric S (F x)) ->
  flow a b theta G -> (forall t, a < t < b -> G t = F (theta t)) ->
  forall s t, a < s < b -> a < t < b -> signature_symmetric S (theta s) -> signature_symmetric S (theta t).
Proof.
move=> lip inv flows GE s t ins int /mirror_projects Ps; apply/mirror_projects.
apply: (@invariant _ _ _ _ P F a b theta G) Ps => // [c x y|x||x /mirror_projects sym].
- by rewrite /P mirror_linear addrACA -[X in _ *: (X + _)]scalerDr [LHS]scalerDr !scalerA [c * _]mulrC.
- have mP : mirror (P x) = P x.
    have m0 : mirror 0 = 0 by have := mirror_linear (-1) 0 0; rewrite scaler0 addr0 scaleN1r addNr.
    have -> : mirror (P x) = 2%:R^-1 *: mirror (x + mirror x).
      by have := mirror_linear 2%:R^-1 (x + mirror x) 0; rewrite m0 !addr0.
    have := mirror_linear 1 x (mirror x); rewrite !scale1r => ->.
    by rewrite mirrorK addrC.
  by apply/mirror_projects/mirror_fixed.
- have half r q (X : student R d m m -> 'M[R]_(r, q)) Y : tame X -> tame Y -> tame (fun x => 2%:R^-1 *: (X x + Y x)).
    by move=> tX tY; apply: tameZ; exact: tameD.
  apply: lipschitz_parts; apply: half; rewrite /mirror /A /B /C /=.
  + exact: tame_A.
  + exact: tameM (tameM (tame_const _ _ _ _) (tame_tr (@tame_A _ _ _ _))) (tame_const _ _ _ _).
  + exact: tame_B.
  + exact: tameM (tame_const _ _ _ _) (tame_tr (@tame_C _ _ _ _)).
  + exact: tame_C.
  exact: tameM (tame_tr (@tame_B _ _ _ _)) (tame_const _ _ _ _).
exact/mirror_projects/inv.
Qed.

End Mirror.

Section Flow.
Variables (R : realType) (d m k : nat) (a b : R) (theta G : R -> student R d m m).

(* S = 1 is the symmetric student *)
Let kept := (forall S : 'M[R]_d, S^T = S -> S *m S = 1%:M -> forall s t, a < s < b -> a < t < b ->
  signature_symmetric S (theta s) -> signature_symmetric S (theta t)).
Lemma also_symmetric : kept -> (forall s t, a < s < b -> a < t < b -> symmetric (theta s) -> symmetric (theta t)) /\ kept.
Proof.
move=> main; split=> // s t ins int /symmetric_signature sym; apply/symmetric_signature.
by apply: (main 1%:M _ _ s t); rewrite ?trmx1 ?mulmx1.
Qed.

(* of any loss f of the lags with the derivatives W *)
Theorem symmetric_flow_of (f : {ffun 'I_k -> 'M[R]_m} -> R) W :
  (forall H, is_derivative f H (W H)) -> lipschitz_weights W ->
  (forall H : {ffun 'I_k -> 'M[R]_m}, (forall i, (H i)^T = H i) -> forall j, (W H j)^T = W H j) ->
  flow a b theta G -> (forall t, a < t < b -> is_gradient (fun theta => f (lags k theta)) (theta t) (G t)) ->
  (forall s t, a < s < b -> a < t < b -> symmetric (theta s) -> symmetric (theta t)) /\
  (forall S : 'M[R]_d, S^T = S -> S *m S = 1%:M -> forall s t, a < s < b -> a < t < b ->
    signature_symmetric S (theta s) -> signature_symmetric S (theta t)).
Proof.
move=> df lipW Wt flows grads.
apply: also_symmetric => S St SS.
apply: (mirror_invariant St SS (F := fun x => grad k (W (lags k x)) x)) flows _ => [|x sym|t ab].
- by apply: lipschitz_grad => j ltj; exact: tame_weights.
- by apply: (signature_grad St SS) => //; apply: Wt => i; rewrite ffunE (signature_h St SS).
exact: gradient_unique (grads t ab) (grad_is_gradient (df _)).
Qed.

(* of the loss *)
Theorem symmetric_flow (g : nat -> 'M[R]_m) : (forall j, (g j)^T = g j) ->
  flow a b theta (fun t => gradL k g (theta t)) ->
  (forall s t, a < s < b -> a < t < b -> symmetric (theta s) -> symmetric (theta t)) /\
  (forall S : 'M[R]_d, S^T = S -> S *m S = 1%:M -> forall s t, a < s < b -> a < t < b ->
    signature_symmetric S (theta s) -> signature_symmetric S (theta t)).
Proof.
move=> gt flows; apply: also_symmetric => S St SS.
apply: (mirror_invariant St SS (F := gradL k g)) flows _ => // [|x sym]; first exact: lipschitz_gradL.
apply: (signature_grad St SS) => // j.
by rewrite /residual linearMn linearB /= (signature_h St SS) // gt.
Qed.

End Flow.
