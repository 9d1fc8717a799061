(* moment-uniqueness.  A symmetric student of any width d that fits k >= 2n + 1 lags of n nodes has the teacher's
   measure, so it is right at every lag.  No spectral bound, no sign of the w_i, no distinct nodes.

   moment_uniqueness:  h_j = g_j for all j, over any ordered field.
   moment_uniqueness_measure:  mu = sum_i w_i delta_(x_i), that is: mu integrates every function as the teacher does,
     pi^2 to 0; over any real closed field, where every symmetric student has a measure mu.
   moment_uniqueness_blocks:  the same with m inputs and m outputs and any response g of an n-term recurrence. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions lemmas_loss lemmas_symmetric lemmas_measure lemmas_spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : realFieldType) (d m n k : nat) (theta : student F d m m) (g : nat -> 'M[F]_m).
Variable c : {poly F}.
Hypotheses (monic : c \is monic) (degree : size c = n.+1).
Hypothesis recurrence : forall j, \sum_(i < n.+1) c`_i *: g (i + j)%N = 0.

(* |sum_i c_i A^i B|^2 = sum_(i, l) c_i c_l g_(i + l) = 0 needs the lags 0, ..., 2n *)
Lemma pi_A_B_eq0 : symmetric theta -> (2 * n < k)%N -> L k g theta = 0 ->
  \sum_(i < n.+1) c`_i *: b theta i = 0.
Proof.
move=> /symmetric_form [A [B [At ->]]] lt /loss_eq0 fits; apply: trmx_mul_eq0.
rewrite [X in X *m _]linear_sum mulmx_suml; apply: big1 => -[i lti] _ /=.
rewrite linearZ /= -scalemxAl mulmx_sumr -[RHS](scaler0 _ c`_i) -[in RHS](recurrence i); congr (_ *: _).
apply: eq_bigr => -[j ltj] _ /=; rewrite -scalemxAr gram // fits 1?addnC //.
by rewrite (leq_ltn_trans _ lt) // mulSn mul1n leq_add.
Qed.

Lemma recurrence_shift (T : nat -> 'M[F]_(d, m)) : (forall j, T j.+1 = A theta *m T j) ->
  \sum_(i < n.+1) c`_i *: T i = 0 -> forall j, \sum_(i < n.+1) c`_i *: T (i + j)%N = 0.
Proof.
move=> TS T0; elim=> [|j IH]; first by rewrite -[RHS]T0; apply: eq_bigr => i _; rewrite addn0.
rewrite -[RHS](mulmx0 _ (A theta)) -{2}IH mulmx_sumr; apply: eq_bigr => i _.
by rewrite addnS TS -scalemxAr.
Qed.

Lemma recurrence_next r s (T : nat -> 'M[F]_(r, s)) j : \sum_(i < n.+1) c`_i *: T (i + j)%N = 0 ->
  T (n + j)%N = - \sum_(i < n) c`_i *: T (i + j)%N.
Proof.
have cn : c`_n = 1 by have := monicP monic; rewrite lead_coefE degree.
by rewrite big_ord_recr /= cn scale1r => /eqP; rewrite addrC addr_eq0 => /eqP.
Qed.

Theorem moment_uniqueness_blocks : symmetric theta -> (2 * n + 1 <= k)%N -> L k g theta = 0 ->
  forall j, h theta j = g j.
Proof.
rewrite addn1 => sym lt L0 j.
have null := recurrence_shift (fun=> erefl) (pi_A_B_eq0 sym lt L0).
have hrec l : \sum_(i < n.+1) c`_i *: h theta (i + l)%N = 0.
  rewrite -[RHS](mulmx0 _ (C theta)) -(null l) mulmx_sumr.
  by apply: eq_bigr => i _; rewrite -scalemxAr.
elim/ltn_ind: j => j IH; case: (ltnP j n) => [ltj|le].
  by apply: (loss_eq0 L0); rewrite (ltn_trans ltj) // (leq_ltn_trans _ lt) // mulSn leq_addr.
rewrite -(subnKC le) (recurrence_next (hrec _)) (recurrence_next (recurrence _)); congr (- _).
by apply: eq_bigr => -[i lti] _ /=; rewrite IH // -{2}(subnKC le) ltn_add2r.
Qed.

End Blocks.

Lemma teacher_recurrence (F : fieldType) n (w x : 'I_n -> F) j :
  \sum_(i < n.+1) (node_polynomial x)`_i *: teacher w x (i + j) = 0.
Proof.
apply/matrixP => a b; rewrite !ord1 summxE [RHS]mxE.
rewrite -[RHS](integral_node_multiple x w 'X^j) /integral.
rewrite (eq_bigr (fun i : 'I__ => \sum_l w l * x l ^+ j * ((node_polynomial x)`_i * x l ^+ i))).
  rewrite exchange_big; apply: eq_bigr => l _ /=; rewrite -mulr_sumr -mulrA hornerM hornerXn; congr (_ * (_ * _)).
  by rewrite -horner_coef_wide // size_node_polynomial.
move=> i _; rewrite !mxE eqxx mulr1n mulr_sumr; apply: eq_bigr => l _.
rewrite exprD; move: ((node_polynomial x)`_i) (w l) (x l ^+ i) (x l ^+ j) => p q r s; ring.
Qed.

Section Measures.
Variables (d n k : nat).

Theorem moment_uniqueness (F : realFieldType) (theta : student F d 1 1) (w x : 'I_n -> F) :
  symmetric theta -> (2 * n + 1 <= k)%N -> L k (teacher w x) theta = 0 ->
  forall j, h theta j = teacher w x j.
Proof.
apply: moment_uniqueness_blocks (node_polynomial_monic x) (size_node_polynomial x) _.
exact: teacher_recurrence.
Qed.

Theorem moment_uniqueness_measure (F : rcfType) (theta : student F d 1 1) (w x : 'I_n -> F) :
  symmetric theta -> (2 * n + 1 <= k)%N -> L k (teacher w x) theta = 0 ->
  (exists mass node : 'I_d -> F, measure_of theta mass node) /\
  forall N (mass node : 'I_N -> F), measure_of theta mass node ->
    (forall f, integral mass node f = integral w x f) /\
    integral mass node (fun t => (node_polynomial x).[t] ^+ 2) = 0.
Proof.
move=> sym le L0; split=> [|N mass node [mass0 _ moments]]; first exact: student_measure.
have unique f : integral mass node f = integral w x f.
  apply: (measure_unique (k := k) mass0) => [j _|]; last by rewrite -addn1.
  by rewrite -!teacherE -moments (moment_uniqueness sym le L0).
split=> //; rewrite unique; apply: big1 => i _.
have : root (node_polynomial x) (x i) by rewrite root_node_polynomial codom_f.
by move/rootP ->; rewrite expr0n mulr0.
Qed.

End Measures.
