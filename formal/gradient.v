(* Claim gradient: the gradient of the loss, as sums over the lags and by the adjoint recursion; and that of any other
   function of the lags, whose derivatives W_j by h_j take the place of 2 R_j. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Gradient.
Variables (R : rcfType) (d m p k : nat).
Implicit Types (theta : student R d m p) (g W : nat -> 'M[R]_(p, m)).

(* L is a function of the lags, with the derivatives 2 (h_j - g_j) *)
Lemma loss_derivative g theta :
  is_derivative (fun H => \sum_(j < k) inner (H j - g j) (H j - g j)) (lags k theta)
    (fun j => residual theta g j *+ 2).
Proof.
move=> e e0; exists e => // D small; rewrite -sumrB -sumrB mulr_sumr.
have -> : \sum_(j < k) (inner ((lags k theta + D) j - g j) ((lags k theta + D) j - g j)
    - inner (lags k theta j - g j) (lags k theta j - g j) - inner (residual theta g j *+ 2) (D j))
  = \sum_(j < k) inner (D j) (D j).
  apply: eq_bigr => j _; rewrite !ffunE -/(residual theta g j).
  have -> : h theta j + D j - g j = residual theta g j + D j by rewrite /residual; mx_ring.
  move: (residual theta g j) (D j) => r X.
  by rewrite -scaler_nat innerZl !(innerDl, innerDr) (innerC X r); ring.
rewrite ger0_norm; last by apply: sumr_ge0 => j _; exact: inner_ge0.
by apply: ler_sum => j _; rewrite -frob_square expr2 ler_wpmul2r ?frob_ge0.
Qed.

Lemma gradL_lag_gradient g theta : lag_gradient k theta (gradL k g theta).
Proof.
by do 2?[eexists]; split; [exact: loss_derivative | exact: grad_is_gradient (loss_derivative g theta)].
Qed.

Lemma loss_of_lags g theta : L k g theta = \sum_(j < k) inner (lags k theta j - g j) (lags k theta j - g j).
Proof. by apply: eq_bigr => j _; rewrite ffunE. Qed.

(* l_(k-1) = C^T W_(k-1), l_j = A^T l_(j+1) + C^T W_j  gives  l_j = sum_(j <= i < k) c_(i-j) W_i *)
Lemma adjoint_sum W theta (l : nat -> 'M[R]_(d, m)) : l k = 0 ->
  (forall j, (j < k)%N -> l j = (A theta)^T *m l j.+1 + (C theta)^T *m W j) ->
  forall j, (j <= k)%N -> l j = \sum_(i < k - j) c theta i *m W (j + i)%N.
Proof.
move=> end0 step j /subnKC; move: (k - j)%N => r; elim: r j => [|r IH] j kE.
  by rewrite big_ord0; move: end0; rewrite -kE addn0.
have ltj : (j < k)%N by rewrite -kE -addSnnS leq_addr.
rewrite step // IH ?addSnnS // big_ord_recl addn0 addrC mulmx_sumr; congr (_ + _).
by apply: eq_bigr => i _; rewrite mulmxA !lift0 addSnnS.
Qed.

Lemma triangle (V : zmodType) (F : nat -> nat -> V) n :
  \sum_(j < n) \sum_(i < j.+1) F i (j - i)%N = \sum_(j < n) \sum_(i < n - j) F i j.
Proof.
elim: n => [|n IH]; first by rewrite !big_ord0.
rewrite big_ord_recr IH [RHS]big_ord_recr subSnn big_ord1 /=.
have -> : \sum_(j < n) \sum_(i < n.+1 - j) F i j
  = \sum_(j < n) \sum_(i < n - j) F i j + \sum_(j < n) F (n - j)%N j.
  rewrite -big_split; apply: eq_bigr => j _ /=.
  by rewrite subSn ?(ltnW (ltn_ord j)) // big_ord_recr.
rewrite -addrA; congr (_ + _); rewrite (reindex_inj rev_ord_inj) big_ord_recr /= subnn; congr (_ + F 0%N _).
  by apply: eq_bigr => j _; rewrite subSS subKn // ltnW.
by rewrite subn0.
Qed.

Lemma adjoint_form W theta (l : nat -> 'M[R]_(d, m)) : l k = 0 ->
  (forall j, (j < k)%N -> l j = (A theta)^T *m l j.+1 + (C theta)^T *m W j) ->
  A (grad k W theta) = \sum_(j < k.-1) l j.+1 *m (b theta j)^T /\ B (grad k W theta) = l 0%N.
Proof.
move=> end0 step; have lE := adjoint_sum end0 step; split; last by rewrite lE // subn0.
rewrite /grad /A /=; case: k lE => [|n] lE; first by rewrite !big_ord0.
pose F i j := c theta i *m W (j.+1 + i)%N *m (b theta j)^T.
rewrite big_ord_recl big_ord0 add0r; transitivity (\sum_(j < n) \sum_(i < j.+1) F i (j - i)%N).
  apply: eq_bigr => j _; apply: eq_bigr => -[i lti] _ /=; rewrite /F /bump /= add1n.
  by rewrite addSn subnK.
rewrite triangle; apply: eq_bigr => -[j ltj] _ /=.
by rewrite lE ?ltnS 1?ltnW // subSS mulmx_suml.
Qed.

(* With R_j = h_j - g_j:  dL/dC = 2 sum_j R_j b_j^T,  dL/dB = 2 sum_j c_j R_j,
   dL/dA = 2 sum_j sum_(i < j) c_i R_j b_(j-1-i)^T. *)
Theorem gradient g theta : let Rj j := residual theta g j in
  [/\ is_gradient (L k g) theta
        (2%:R *: \sum_(j < k) \sum_(i < j) c theta i *m Rj j *m (b theta (j.-1 - i))^T,
         2%:R *: \sum_(j < k) c theta j *m Rj j,
         2%:R *: \sum_(j < k) Rj j *m (b theta j)^T),
      (* the adjoint form *)
      forall l : nat -> 'M[R]_(d, m), (0 < k)%N -> l k.-1 = (C theta)^T *m Rj k.-1 ->
        (forall j, (j < k.-1)%N -> l j = (A theta)^T *m l j.+1 + (C theta)^T *m Rj j) ->
        is_gradient (L k g) theta
          (2%:R *: \sum_(j < k.-1) l j.+1 *m (b theta j)^T, 2%:R *: l 0%N, 2%:R *: \sum_(j < k) Rj j *m (b theta j)^T)
    & (* any other loss of the lags *)
      forall f W, is_derivative f (lags k theta) W ->
        is_gradient (fun theta => f (lags k theta)) theta (grad k W theta)].
Proof.
move=> Rj; have main : is_gradient (L k g) theta (2%:R *: grad k Rj theta).
  have -> : 2%:R *: grad k Rj theta = gradL k g theta.
    rewrite /gradL /grad; congr (_, _, _); rewrite scaler_sumr; apply: eq_bigr => j _.
    - rewrite scaler_sumr; apply: eq_bigr => i _.
      by rewrite scalemxAl scalemxAr scaler_nat.
    - by rewrite scalemxAr scaler_nat.
    by rewrite scalemxAl scaler_nat.
  move=> e e0; have [s s0 near] := grad_is_gradient (loss_derivative g theta) e0.
  by exists s => // delta small; rewrite !loss_of_lags near.
split=> //; last by move=> f W df e e0; exact: grad_is_gradient df e e0.
move=> l k0 last step; pose l' j := if (j < k)%N then l j else 0.
have [|j ltj|EA EB] := @adjoint_form Rj theta l'; rewrite /l' ?ltnn //.
  rewrite ltj; case: ltnP => [lt|le]; first by rewrite step // -ltnS prednK.
  have -> : j = k.-1 by rewrite (_ : k = j.+1) //; apply/eqP; rewrite eqn_leq le.
  by rewrite mulmx0 add0r.
suff <- : A (grad k Rj theta) = \sum_(j < k.-1) l j.+1 *m (b theta j)^T.
  by move: EB; rewrite /l' k0 => <-; exact: main.
rewrite EA; apply: eq_bigr => -[j ltj] _ /=.
by rewrite /l' -[(j.+1 < k)%N]/(j.+2 <= k)%N -{1}(prednK k0) ltnS ltj.
Qed.

End Gradient.
