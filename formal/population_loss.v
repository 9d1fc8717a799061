(* Claim population-loss: the expected squared error of the last output is the loss, under white noise; under coloured
   noise it is R^T Sigma R.

   Random variables are the elements of a commutative algebra V over R, and the expectation is a linear E : V -> R:
   nothing but the second moments of the inputs enters. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_matrix lemmas_norm.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Population.
Variables (R : comRingType) (V : comAlgType R) (E : {linear V -> R^o}) (d m p k : nat).
Implicit Types (theta : student R d m p) (g : nat -> 'M[R]_(p, m)).
Variable x : nat -> 'M[V]_(m, 1).          (* the inputs x_0, ..., x_(k-1) *)

(* numbers as constant random variables *)
Definition constant r s (X : 'M[R]_(r, s)) : 'M[V]_(r, s) := map_mx (in_alg V) X.

(* s_0 = 0, s_(t+1) = A s_t + B x_t, and the output y_t = C s_(t+1) *)
Fixpoint state theta t : 'M[V]_(d, 1) :=
  if t is u.+1 then constant (A theta) *m state theta u + constant (B theta) *m x u else 0.
Definition output theta t : 'M[V]_(p, 1) := constant (C theta) *m state theta t.+1.

(* the teacher's output, sum_(j <= t) g_j x_(t-j) *)
Definition target g t : 'M[V]_(p, 1) := \sum_(j < t.+1) constant (g j) *m x (t - j)%N.

Definition expected_error theta g : R :=
  E (inner (target g k.-1 - output theta k.-1) (target g k.-1 - output theta k.-1)).

Lemma constantM r s t (X : 'M[R]_(r, s)) (Y : 'M[R]_(s, t)) : constant (X *m Y) = constant X *m constant Y.
Proof. exact: map_mxM. Qed.

Lemma state_sum theta t : state theta t = \sum_(j < t) constant (b theta j) *m x (t.-1 - j)%N.
Proof.
elim: t => [|t IH]; first by rewrite big_ord0.
rewrite big_ord_recl subn0 addrC /= IH mulmx_sumr; congr (_ + _).
apply: eq_bigr => -[j ltj] _ /=; rewrite mulmxA -constantM /bump add1n.
by case: t ltj {IH} => // t ltj; rewrite subSS.
Qed.

Lemma output_sum theta t : output theta t = \sum_(j < t.+1) constant (h theta j) *m x (t - j)%N.
Proof. by rewrite /output state_sum mulmx_sumr; apply: eq_bigr => j _; rewrite mulmxA -constantM. Qed.

Lemma error_sum theta g t :
  target g t - output theta t = \sum_(j < t.+1) constant (- residual theta g j) *m x (t - j)%N.
Proof.
rewrite output_sum -sumrB; apply: eq_bigr => j _.
by rewrite /constant -mulmxBl opprB map_mxB.
Qed.

(* E <X x_i, Y x_l> = sum over the inputs of the products of the moments *)
Lemma moment (X Y : 'M[R]_(p, m)) i l (S : R) :
  (forall a c, E (x i a 0 * x l c 0) = (a == c)%:R * S) ->
  E (inner (constant X *m x i) (constant Y *m x l)) = S * inner X Y.
Proof.
move=> second; have entry (Z : 'M[R]_(p, m)) o a : constant Z o a = Z o a *: 1 by rewrite mxE; exact: in_algE.
rewrite /inner mulr_sumr linear_sum; apply: eq_bigr => o _; rewrite !big_ord1 !mxE.
rewrite mulr_suml linear_sum mulr_sumr; apply: eq_bigr => a _.
have term c : E (constant X o a * x i a 0 * (constant Y o c * x l c 0)) = X o a * Y o c * ((a == c)%:R * S).
  by rewrite !entry !mulr_algl -scalerAl -scalerAr scalerA linearZ /= second.
rewrite mulr_sumr linear_sum (bigD1 a) //= big1 => [|c ne].
  by rewrite addr0 (term a) eqxx mul1r mulrC.
by rewrite (term c) eq_sym (negPf ne) mul0r mulr0.
Qed.

(* E x_i(a) x_l(c) = [a = c] sigma_il: each input with the autocovariance Sigma, different inputs uncorrelated *)
Lemma coloured (Sigma : nat -> nat -> R) theta g : (0 < k)%N ->
  (forall i l a c, (i < k)%N -> (l < k)%N -> E (x i a 0 * x l c 0) = (a == c)%:R * Sigma i l) ->
  expected_error theta g
  = \sum_(i < k) \sum_(l < k) Sigma (k.-1 - i)%N (k.-1 - l)%N * inner (residual theta g i) (residual theta g l).
Proof.
move=> k0 second; rewrite /expected_error error_sum prednK // inner_suml linear_sum; apply: eq_bigr => i _.
rewrite innerC inner_suml linear_sum; apply: eq_bigr => l _; rewrite innerC.
rewrite (@moment _ _ _ _ (Sigma (k.-1 - i)%N (k.-1 - l)%N)) => [|a c].
  by rewrite innerN (innerC (residual theta g i)) innerN opprK (innerC (residual theta g l)).
by apply: second; rewrite -[X in (_ < X)%N](prednK k0) ltnS leq_subr.
Qed.

End Population.

(* White noise: E |y - y'|^2 = L.  Stationary noise with autocovariance sigma_|i-l|: sum_il sigma_|i-l| tr(R_i^T R_l),
   which is R^T Sigma R for one input and one output. *)
Theorem population_loss (R : comRingType) (V : comAlgType R) (E : {linear V -> R^o}) d m p k
    (x : nat -> 'M[V]_(m, 1)) (theta : student R d m p) (g : nat -> 'M[R]_(p, m)) : (0 < k)%N ->
  ((forall i l a c, (i < k)%N -> (l < k)%N -> E (x i a 0 * x l c 0) = ((i == l) && (a == c))%:R) ->
    expected_error E k x theta g = L k g theta)
  /\ (forall sigma : nat -> R,
      (forall i l a c, (i < k)%N -> (l < k)%N -> E (x i a 0 * x l c 0) = (a == c)%:R * sigma ((i - l) + (l - i))%N) ->
      expected_error E k x theta g
      = \sum_(i < k) \sum_(l < k) sigma ((i - l) + (l - i))%N * \tr ((residual theta g i)^T *m residual theta g l)).
Proof.
move=> k0; have le (q : 'I_k) : (q <= k.-1)%N by rewrite -ltnS prednK.
split=> [white|sigma second].
  rewrite (@coloured _ _ _ _ _ _ _ _ (fun i l => (i == l)%:R)) // => [|i l a c ik lk]; last first.
    by rewrite white // andbC -mulnb natrM.
  apply: eq_bigr => i _; rewrite (bigD1 i) //= big1 => [|l ne]; first by rewrite eqxx mul1r addr0.
  case: eqP => [E'|_]; last by rewrite mul0r.
  by case/eqP: ne; apply: val_inj; rewrite /= -(subKn (le l)) -E' subKn ?le.
rewrite (@coloured _ _ _ _ _ _ _ _ (fun i l => sigma ((i - l) + (l - i))%N)) //.
apply: eq_bigr => i _; apply: eq_bigr => l _; rewrite inner_trace; congr (sigma _ * _).
have shift (q r : 'I_k) : (k.-1 - q - (k.-1 - r) = r - q)%N.
  by rewrite subnBA ?le // addnBAC ?le // subnAC addKn.
by rewrite !shift addnC.
Qed.
