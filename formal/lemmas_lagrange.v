(* Lagrange: sum_i p(x_i) / pi'(x_i) is the coefficient of x^(n-1) in p, for deg p < n and distinct nodes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_measure.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Lemma second_coefficient (R : idomainType) (y : R) s :
  (\prod_(z <- y :: s) ('X - z%:P))`_(size s) = - \sum_(z <- y :: s) z.
Proof.
elim: s y => [|z s IH] y; first by rewrite !big_cons !big_nil mulr1 addr0 coefB coefX coefC /= sub0r.
rewrite [in LHS]big_cons [in RHS]big_cons mulrBl coefB coefXM coefCM [size (z :: s)]/= -[_ == 0%N]/false.
rewrite [_.+1.-1]/= IH.
have := monic_prod_XsubC (z :: s) predT id; rewrite monicE lead_coefE size_prod_XsubC.
by rewrite /= => /eqP ->; rewrite mulr1 opprD addrC.
Qed.

Section Lagrange.
Variables (F : fieldType) (n : nat) (x : 'I_n.+1 -> F).
Hypothesis distinct : injective x.
Let pi := node_polynomial x.
Let ell i : {poly F} := \prod_(l | l != i) ('X - (x l)%:P).

Lemma node_factor i : pi = ('X - (x i)%:P) * ell i.
Proof. by rewrite /pi /node_polynomial (bigD1 i). Qed.

Lemma slopeE i : pi^`().[x i] = (ell i).[x i].
Proof. by rewrite (node_factor i) derivM derivXsubC mul1r hornerD hornerM hornerXsubC subrr mul0r addr0. Qed.

Lemma slope_neq0 i : pi^`().[x i] != 0.
Proof.
rewrite slopeE horner_prod; apply/prodf_neq0 => l li; rewrite hornerXsubC subr_eq0.
by rewrite (inj_eq distinct) eq_sym.
Qed.

Lemma ell_other i l : l != i -> (ell i).[x l] = 0.
Proof. by move=> li; rewrite /ell (bigD1 l) //= hornerM hornerXsubC subrr mul0r. Qed.

Lemma size_ell i : size (ell i) = n.+1.
Proof.
have mon : ell i \is monic by exact: monic_prod_XsubC.
have := size_node_polynomial x; rewrite -/pi (node_factor i) mulrC size_Mmonic ?monic_neq0 ?monicXsubC //.
by rewrite size_XsubC addn2 => -[].
Qed.

Lemma lagrange (p : {poly F}) : (size p <= n.+1)%N -> \sum_i p.[x i] / pi^`().[x i] = p`_n.
Proof.
move=> sz; pose q := \sum_i (p.[x i] / pi^`().[x i]) *: ell i.
have qx i : q.[x i] = p.[x i].
  rewrite horner_sum (bigD1 i) //= big1 => [|l li].
    by rewrite hornerZ -slopeE divfK ?slope_neq0 // addr0.
  by rewrite hornerZ ell_other ?mulr0 // eq_sym.
have sq : (size q <= n.+1)%N.
  apply: (leq_trans (size_sum _ _ _)); apply/bigmax_leqP => i _.
  by rewrite (leq_trans (size_scale_leq _ _)) // size_ell.
have pq : p = q.
  apply/eqP; rewrite -subr_eq0; apply/eqP; apply: (@roots_geq_poly_eq0 _ _ (codom x)).
  - by apply/allP => _ /codomP [i ->]; rewrite /root hornerD hornerN qx subrr.
  - by rewrite map_inj_uniq ?enum_uniq.
  - by rewrite size_codom card_ord (leq_trans (size_add _ _)) // size_opp geq_max sz.
rewrite [in RHS]pq /q coef_sum; apply: eq_bigr => i _; rewrite coefZ.
have : (ell i) \is monic by exact: monic_prod_XsubC.
by move/monicP; rewrite lead_coefE size_ell => ->; rewrite mulr1.
Qed.

Lemma sum_powers j : (j < n)%N -> \sum_i x i ^+ j / pi^`().[x i] = 0.
Proof.
move=> lt; transitivity (('X^j : {poly F})`_n); last by rewrite coefXn gtn_eqF.
rewrite -lagrange ?size_polyXn 1?ltnS 1?ltnW //.
by apply: eq_bigr => i _; rewrite hornerXn.
Qed.

Lemma sum_powers_n : \sum_i x i ^+ n / pi^`().[x i] = 1.
Proof.
transitivity (('X^n : {poly F})`_n); last by rewrite coefXn eqxx.
rewrite -lagrange ?size_polyXn //.
by apply: eq_bigr => i _; rewrite hornerXn.
Qed.

Lemma sum_powers_Sn : \sum_i x i ^+ n.+1 / pi^`().[x i] = \sum_i x i.
Proof.
have sz : (size ('X^n.+1 - pi)%R <= n.+1)%N.
  apply/leq_sizeP => j; rewrite leq_eqVlt => /predU1P [<-|lt].
    have := node_polynomial_monic x; rewrite -/pi => /monicP; rewrite lead_coefE size_node_polynomial /= => pi1.
    by rewrite coefB coefXn eqxx pi1 subrr.
  by rewrite coefB coefXn gtn_eqF // nth_default ?subr0 // size_node_polynomial.
have pin : pi`_n = - \sum_i x i.
  have [E S] : pi = \prod_(y <- codom x) ('X - y%:P) /\ \sum_i x i = \sum_(y <- codom x) y.
    by split; rewrite codomE big_map big_enum.
  rewrite E S; have := size_codom x; rewrite card_ord.
  by case: (codom x) => // y s [<-]; exact: second_coefficient.
have := lagrange sz; rewrite coefB coefXn ltn_eqF // sub0r pin opprK => <-.
apply: eq_bigr => i _; rewrite hornerD hornerN hornerXn.
have : root pi (x i) by rewrite root_node_polynomial codom_f.
by move/rootP ->; rewrite subr0.
Qed.

End Lagrange.
