(* Claim descent-drift: what one step, a run, and a heavy ball do to Q. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient noether_identity gradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Quadratic.
Variables (R : comRingType) (d m p : nat).
Implicit Types (theta G V : student R d m p).

(* Q is quadratic, with the polar form dQ *)
Lemma Q_along theta V (t : R) : Q (theta + t *: V) = Q theta + t *: dQ theta V + t ^+ 2 *: Q V.
Proof.
rewrite /Q /dQ /A /B /C /= !linearD /= !linearZ /= !mulmxDl ?mulmxDr -?scalemxAl -?scalemxAr.
by do !move: (_ *m _) => ?; mx_ring.
Qed.

Lemma dQ_scaler theta V (t : R) : dQ theta (t *: V) = t *: dQ theta V.
Proof.
rewrite /dQ /A /B /C /= !linearZ /= -?scalemxAl -?scalemxAr.
by do !move: (_ *m _) => ?; mx_ring.
Qed.

Lemma dQ_addr theta V G : dQ theta (V + G) = dQ theta V + dQ theta G.
Proof.
rewrite /dQ /A /B /C /= !linearD /= !mulmxDl ?mulmxDr.
by do !move: (_ *m _) => ?; mx_ring.
Qed.

Lemma dQ_same theta V : dQ (theta + V) V = dQ theta V + 2%:R *: Q V.
Proof.
rewrite /dQ /Q /A /B /C /= !linearD /= !mulmxDl ?mulmxDr.
by do !move: (_ *m _) => ?; mx_ring.
Qed.

End Quadratic.

Section Drift.
Variables (R : rcfType) (d m p k : nat).
Implicit Types (theta G V : student R d m p).

Lemma dQ_gradient theta G : lag_gradient k theta G -> dQ theta G = 0.
Proof.
move/noether_identity; set N := (X in X = 0) => N0; have: N + N^T = 0 by rewrite N0 trmx0 addr0.
rewrite /N !(linearD, linearN) /= !trmx_mul !trmxK => <-; rewrite /dQ.
by do !move: (_ *m _) => ?; mx_ring.
Qed.

Lemma commutator_le (X : 'M[R]_d) : frob (X *m X^T - X^T *m X) <= Num.sqrt 2%:R * frob X ^+ 2.
Proof.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?sqrtr_ge0 ?sqr_ge0 ?frob_ge0 //.
rewrite exprMn (sqr_sqrtr (ler0n _ 2)) [X in X <= _]frob_square innerBl !innerBr.
have -> : inner (X^T *m X) (X *m X^T) = frob (X *m X) ^+ 2.
  by rewrite frob_square inner_mull trmxK mulmxA -inner_mulr.
have -> : inner (X *m X^T) (X^T *m X) = frob (X *m X) ^+ 2.
  by rewrite innerC frob_square inner_mull trmxK mulmxA -inner_mulr.
have -> : inner (X^T *m X) (X^T *m X) = frob (X *m X^T) ^+ 2.
  by rewrite inner_mull trmxK mulmxA [RHS]frob_square [RHS]inner_mulr trmxK.
rewrite -frob_square; apply: (@le_trans _ _ (2%:R * frob (X *m X^T) ^+ 2)).
  have := sqr_ge0 (frob (X *m X)); move: (frob (X *m X) ^+ 2) (frob (X *m X^T) ^+ 2) => z a z0.
  by rewrite -subr_ge0 (_ : _ - _ = z + z) ?addr_ge0 //; ring.
rewrite ler_pmul2l ?ltr0n // ler_sqr ?nnegrE ?sqr_ge0 ?frob_ge0 //.
by rewrite expr2; apply: (le_trans (frob_mul _ _)); rewrite frob_tr.
Qed.

Lemma drift_le G : frob (Q G) <= Num.sqrt 2%:R * norm G ^+ 2.
Proof.
rewrite norm_square /dot -!frob_square mulrDr mulrDr.
have root : 1 <= Num.sqrt 2%:R :> R by rewrite -{1}sqrtr1 ler_sqrt ?ltr0n // ler1n.
have gram r (X : 'M[R]_(d, r)) : frob (X *m X^T) <= Num.sqrt 2%:R * frob X ^+ 2.
  apply: (le_trans (frob_mul _ _)); rewrite frob_tr -expr2.
  by rewrite ler_pemull ?sqr_ge0.
apply: (le_trans (frobD _ _)); rewrite frobN; apply: ler_add; last first.
  by have := gram _ (C G)^T; rewrite trmxK frob_tr.
apply: (le_trans (frobD _ _)); apply: ler_add (gram _ _); exact: commutator_le.
Qed.

Lemma drift_sharp (i l : 'I_d) : i != l -> let G : student R d m p := (delta_mx i l, 0, 0) in
  frob (Q G) = Num.sqrt 2%:R * norm G ^+ 2.
Proof.
move=> il G.
have -> : norm G ^+ 2 = 1.
  by rewrite norm_square /dot /A /B /C /= !inner0l !addr0 inner_delta mxE !eqxx.
rewrite mulr1 /frob; congr (Num.sqrt _); rewrite /Q /G /A /B /C /=.
rewrite !trmx0 !mulmx0 addr0 subr0 !trmx_delta !mul_delta_mx.
rewrite innerBl !inner_delta !mxE !eqxx (negPf il) eq_sym (negPf il) /=; ring.
Qed.

Lemma path_drift (theta G : nat -> student R d m p) eta T :
  (forall t, (t < T)%N -> lag_gradient k (theta t) (G t) /\ theta t.+1 = theta t - eta *: G t) ->
  frob (Q (theta T) - Q (theta 0%N)) <= Num.sqrt 2%:R * eta ^+ 2 * \sum_(t < T) norm (G t) ^+ 2.
Proof.
elim: T => [|T IH] path; first by rewrite subrr frob0 big_ord0 mulr0.
have [grad ->] := path T (leqnn _).
rewrite -scaleNr Q_along dQ_gradient // scaler0 addr0 sqrrN addrAC big_ord_recr /= mulrDr.
apply: (le_trans (frobD _ _)); apply: ler_add; first by apply: IH => t lt; apply: path; exact: leq_trans lt _.
rewrite frobZ ger0_norm ?sqr_ge0 // [X in _ <= X](_ : _ = eta ^+ 2 * (Num.sqrt 2%:R * norm (G T) ^+ 2)).
  by rewrite ler_wpmul2l ?sqr_ge0 ?drift_le.
by ring.
Qed.

End Drift.

(* Q(theta - eta G) = Q(theta) + eta^2 Q(G) for every step; |Q(G)| <= sqrt2 |G|^2, attained at G_A = E_il; the two
   bounds of a run; and the heavy ball v+ = mu v - eta G, theta+ = theta + v+, P the derivative of Q along v. *)
Theorem descent_drift (R : rcfType) d m p k : let root2 : R := Num.sqrt 2%:R in
  [/\ forall (theta G : student R d m p) eta, lag_gradient k theta G ->
        Q (theta - eta *: G) = Q theta + eta ^+ 2 *: Q G,
      (forall G : student R d m p, frob (Q G) <= root2 * norm G ^+ 2)
      /\ (forall i l : 'I_d, i != l -> let G : student R d m p := (delta_mx i l, 0, 0) in
          frob (Q G) = root2 * norm G ^+ 2),
      forall (theta G : nat -> student R d m p) eta T,
        (forall t, (t < T)%N -> lag_gradient k (theta t) (G t) /\ theta t.+1 = theta t - eta *: G t) ->
        frob (Q (theta T) - Q (theta 0%N)) <= root2 * eta ^+ 2 * \sum_(t < T) norm (G t) ^+ 2,
      forall (theta : nat -> student R d m p) g eta T, 0 <= eta ->
        (forall t, (t < T)%N -> theta t.+1 = descent k g eta (theta t)) ->
        (* the descent lemma *)
        (forall t, (t < T)%N ->
          L k g (theta t.+1) <= L k g (theta t) - eta / 2%:R * norm (gradL k g (theta t)) ^+ 2) ->
        frob (Q (theta T) - Q (theta 0%N)) <= 2%:R * root2 * eta * (L k g (theta 0%N) - L k g (theta T))
    & forall (theta v G : student R d m p) mu eta, lag_gradient k theta G ->
        let v' := mu *: v - eta *: G in let theta' := theta + v' in
        [/\ forall t, Q (theta + t *: v) = Q theta + t *: dQ theta v + t ^+ 2 *: Q v,
            dQ theta' v' = mu *: dQ theta v + 2%:R *: Q v' & Q theta' = Q theta + dQ theta' v' - Q v']].
Proof.
move=> root2; split.
- by move=> theta G eta grad; rewrite -scaleNr Q_along (dQ_gradient grad) scaler0 addr0 sqrrN.
- by split; [exact: drift_le | exact: drift_sharp].
- by move=> theta G eta T; exact: path_drift.
- move=> theta g eta T eta0 path lemma; have grads t : lag_gradient k (theta t) (gradL k g (theta t)).
    exact: gradL_lag_gradient.
  apply: (le_trans (path_drift (G := fun t => gradL k g (theta t)) (T := T) (eta := eta) _)) => [t lt|].
    by split; rewrite ?path.
  have fall : eta * (\sum_(t < T) norm (gradL k g (theta t)) ^+ 2) <= 2%:R * (L k g (theta 0%N) - L k g (theta T)).
    elim: T path lemma => [|T IH] path lemma; first by rewrite big_ord0 subrr !mulr0.
    rewrite big_ord_recr /= mulrDr -(subrKA (L k g (theta T)) (L k g (theta 0%N))) mulrDr; apply: ler_add.
      by apply: IH => t lt; [apply: path | apply: lemma]; exact: leq_trans lt _.
    have := lemma T (leqnn _); rewrite ler_subr_addr -ler_subr_addl => le.
    by rewrite -ler_pdivr_mull ?ltr0n // mulrA [_^-1 * _]mulrC.
  rewrite -/root2; have pos : 0 <= root2 by exact: sqrtr_ge0.
  move: root2 (\sum_(t < T) _) (_ - _) pos fall => root s l pos fall.
  rewrite -subr_ge0 (_ : _ - _ = root * eta * (2%:R * l - eta * s)); last by ring.
  by rewrite !mulr_ge0 // subr_ge0.
move=> theta v G mu eta grad v' theta'; have move_v : dQ theta v' = mu *: dQ theta v.
  by rewrite /v' dQ_addr dQ_scaler -scaleNr dQ_scaler (dQ_gradient grad) scaler0 addr0.
have P' : dQ theta' v' = mu *: dQ theta v + 2%:R *: Q v' by rewrite dQ_same move_v.
split=> //; first by move=> t; exact: Q_along.
by have := Q_along theta v' 1; rewrite !scale1r expr1n scale1r P' move_v => ->; mx_ring.
Qed.
