(* Measures sum_i w_i delta_(x_i): their integrals of polynomials are sums of moments, and a positive measure that has
   2n + 1 moments of n nodes is concentrated on them. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Polynomials.
Variables (R : comRingType) (n : nat) (w x : 'I_n -> R).

Lemma teacherE j : teacher w x j 0 0 = integral w x (fun t => t ^+ j).
Proof. by rewrite mxE eqxx mulr1n. Qed.

Lemma integral_poly (q : {poly R}) k : (size q <= k)%N ->
  integral w x (horner q) = \sum_(j < k) q`_j * integral w x (fun t => t ^+ j).
Proof.
move=> le; rewrite /integral.
under [RHS]eq_bigr do rewrite mulr_sumr.
rewrite exchange_big /=; apply: eq_bigr => i _.
rewrite (horner_coef_wide _ le) mulr_sumr; apply: eq_bigr => j _.
by rewrite mulrCA.
Qed.

End Polynomials.

Section Nodes.
Variables (R : idomainType) (n : nat) (x : 'I_n -> R).

Lemma size_node_polynomial : size (node_polynomial x) = n.+1.
Proof. by rewrite size_prod_XsubC -[index_enum _]enumT size_enum_ord. Qed.

Lemma node_polynomial_monic : node_polynomial x \is monic.
Proof. exact: monic_prod_XsubC. Qed.

Lemma root_node_polynomial t : root (node_polynomial x) t = (t \in codom x).
Proof.
rewrite /node_polynomial -(big_map x predT (fun y => 'X - y%:P)) root_prod_XsubC.
by rewrite codomE enumT.
Qed.

Lemma size_node_square : size (node_polynomial x ^+ 2) = (2 * n).+1.
Proof.
have nz : node_polynomial x != 0 by rewrite monic_neq0 ?node_polynomial_monic.
by rewrite expr2 size_mul // size_node_polynomial addSn addnS /= mulSn mul1n.
Qed.

Lemma integral_node_multiple (w : 'I_n -> R) (q : {poly R}) :
  integral w x (horner (q * node_polynomial x)) = 0.
Proof.
apply: big1 => i _; have : root (node_polynomial x) (x i) by rewrite root_node_polynomial codom_f.
by rewrite hornerM => /rootP ->; rewrite !mulr0.
Qed.

End Nodes.

Section Interpolation.
Variables (F : fieldType).

Lemma interpolation (s : seq F) (f : F -> F) : uniq s ->
  exists2 q : {poly F}, (size q <= size s)%N & forall t, t \in s -> q.[t] = f t.
Proof.
elim: s => [|a s IH] /=; first by exists 0; rewrite ?size_poly0.
move=> /andP [nas us]; have [q sq qf] := IH us; pose P := \prod_(t <- s) ('X - t%:P).
have Pa : P.[a] != 0 by rewrite -[_ == 0]/(root P a) root_prod_XsubC.
exists (q + ((f a - q.[a]) / P.[a]) *: P).
  rewrite (leq_trans (size_add _ _)) // geq_max (leq_trans sq) ?leqnSn //=.
  by rewrite (leq_trans (size_scale_leq _ _)) // size_prod_XsubC.
move=> t; rewrite inE => /predU1P [->|ts]; first by rewrite hornerD hornerZ divfK // addrC subrK.
have : root P t by rewrite root_prod_XsubC.
by rewrite hornerD hornerZ => /rootP ->; rewrite mulr0 addr0 qf.
Qed.

End Interpolation.

Section Positive.
Variables (F : realFieldType) (N n : nat) (om la : 'I_N -> F) (w x : 'I_n -> F).
Hypothesis om0 : forall i, 0 <= om i.

Lemma integral_ge0 (f : F -> F) : (forall i, 0 <= f (la i)) -> 0 <= integral om la f.
Proof. by move=> f0; apply: sumr_ge0 => i _; rewrite mulr_ge0. Qed.

Variable k : nat.
Hypothesis fits : forall j, (j < k)%N -> integral om la (fun t => t ^+ j) = integral w x (fun t => t ^+ j).

Lemma integral_fits (q : {poly F}) : (size q <= k)%N -> integral om la (horner q) = integral w x (horner q).
Proof.
move=> le; rewrite !(integral_poly _ _ le); apply: eq_bigr => j _; rewrite fits //.
Qed.

(* a polynomial that is >= 0 at the student's nodes and 0 at the teacher's separates nothing *)
Lemma fits_support (q : {poly F}) : (size q <= k)%N -> (forall i, 0 <= q.[la i]) -> (forall i, q.[x i] = 0) ->
  forall i, om i != 0 -> root q (la i).
Proof.
move=> le q0 qx i omi; have : integral om la (horner q) = 0.
  by rewrite integral_fits //; apply: big1 => l _; rewrite qx mulr0.
move/eqP; rewrite psumr_eq0; last by move=> l _; rewrite mulr_ge0.
by move/allP/(_ i (mem_index_enum _)); rewrite mulf_eq0 (negPf omi).
Qed.

(* a measure on the nodes is determined by as many moments *)
Lemma fits_on_nodes : (forall i, om i != 0 -> la i \in codom x) -> (n <= k)%N ->
  forall f, integral om la f = integral w x f.
Proof.
move=> on le f; have [q sq qf] := interpolation f (undup_uniq (codom x)).
have szq : (size q <= k)%N.
  by rewrite (leq_trans sq) // (leq_trans (size_undup _)) // size_codom card_ord.
have <- : integral om la (horner q) = integral om la f.
  apply: eq_bigr => i _; have [->|omi] := eqVneq (om i) 0; first by rewrite !mul0r.
  by rewrite qf // mem_undup on.
rewrite integral_fits //; apply: eq_bigr => i _; rewrite qf // mem_undup; exact: codom_f.
Qed.

Lemma measure_unique : (2 * n < k)%N -> forall f, integral om la f = integral w x f.
Proof.
move=> lt; apply: fits_on_nodes; last by rewrite ltnW // (leq_ltn_trans _ lt) // mulSn leq_addr.
move=> i omi; rewrite -root_node_polynomial.
have: root (node_polynomial x ^+ 2) (la i).
  apply: fits_support omi; first by rewrite size_node_square.
    by move=> l; rewrite horner_exp sqr_ge0.
  move=> l; apply/rootP; rewrite /root horner_exp sqrf_eq0.
  by rewrite -[_ == 0]/(root _ _) root_node_polynomial codom_f.
by rewrite /root horner_exp sqrf_eq0.
Qed.

End Positive.
