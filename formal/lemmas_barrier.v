(* The two polynomials of degree 2 ind that bound the first free lag: q, and missing times a square. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_stable lemmas_measure lemmas_lagrange lemmas_order lemmas_stable.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bounds.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Hypotheses (distinct : injective x) (positive : forall i, 0 < w i) (inside : forall i, `|x i| <= 1).
Let pi := node_polynomial x.
Let slope i := pi^`().[x i].

Lemma missing_gt0 i : 0 < missing x (x i).
Proof.
have := inside i; rewrite ler_norml => /andP [lo hi].
have right : 1 \notin codom x -> 0 < 1 - x i.
  move=> no; rewrite lt_neqAle subr_ge0 hi andbT eq_sym subr_eq0; apply: contraNneq no => ->; exact: codom_f.
have left : -1 \notin codom x -> 0 < 1 + x i.
  move=> no; rewrite lt_neqAle -[1]opprK addrC subr_ge0 lo andbT eq_sym subr_eq0; apply: contraNneq no => <-; exact: codom_f.
rewrite /missing mulr_gt0 //; first by case: ifPn => [_|]; [exact: ltr01|exact: right].
by case: ifPn => [_|]; [exact: ltr01|exact: left].
Qed.

Lemma spread_term_gt0 i : 0 < (w i * slope i ^+ 2 * missing x (x i))^-1.
Proof. by rewrite invr_gt0 mulr_gt0 ?missing_gt0 // mulr_gt0 // exprn_even_gt0 //= slope_neq0. Qed.

Lemma spread_gt0 : 0 < spread w x.
Proof.
rewrite /spread (bigD1 ord0) //= addrC ltr_spaddr ?spread_term_gt0 ?sumr_ge0 // => i _; exact/ltW/spread_term_gt0.
Qed.

Lemma count_node (t : F) : (\sum_i (x i == t) = (t \in codom x))%N.
Proof.
have [/codomP [i ->]|no] := boolP (t \in codom x).
  rewrite (bigD1 i) //= eqxx big1 // => l li; by rewrite (inj_eq distinct) (negPf li).
by apply: big1 => i _; apply/eqP; rewrite eqb0; apply: contra no => /eqP <-; exact: codom_f.
Qed.

Lemma twice_indexE : (twice_index x + (1%R \in codom x) + ((-1)%R \in codom x) = 2 * n.+1)%N.
Proof.
rewrite -!count_node -addnA /twice_index -!big_split /=.
transitivity (\sum_(i < n.+1) 2)%N; last by rewrite sum_nat_const card_ord mulnC.
apply: eq_bigr => i _; rewrite norm1E; case: eqP => [->|_]; last by case: eqP.
by rewrite -subr_eq0 opprK -mulr2n pnatr_eq0.
Qed.


(* The two polynomials that are >= 0 on [-1, 1]: q, which is 0 at the nodes, and missing times a square *)
Lemma lead_stable_polynomial : lead_coef (stable_polynomial x) = range_sign x.
Proof.
have factor_lead (t : F) : lead_coef (factor t) = if t == 1 then -1 else 1.
  rewrite /factor; case: eqP => _; first by rewrite -opprB lead_coefN -[1]/(1%:P) lead_coefXsubC.
  case: eqP => _; last by rewrite lead_coef_exp lead_coefXsubC expr1n.
  by rewrite addrC -[1]opprK -polyCN lead_coefXsubC.
rewrite /stable_polynomial (big_morph _ (@lead_coefM F) (lead_coef1 F)).
rewrite (eq_bigr (fun i => if x i == 1 then -1 else 1)) => [|i _]; last exact: factor_lead.
rewrite /range_sign; have [/codomP [i E]|no] := boolP (1 \in codom x).
  rewrite (bigD1 i) //= -E eqxx big1 ?mulr1 // => l li; by rewrite E (inj_eq distinct) (negPf li).
by apply: big1 => i _; case: eqP => // E; case/negP: no; rewrite -E codom_f.
Qed.

Let term i := (w i * slope i ^+ 2 * missing x (x i))^-1.
Let ell i : {poly F} := \prod_(l | l != i) ('X - (x l)%:P).
Let root_of_square : {poly F} := \sum_i (term i / spread w x) *: ell i.
Let missing_polynomial : {poly F} :=
  (if 1 \in codom x then 1 else 1 - 'X) * (if -1 \in codom x then 1 else 1 + 'X).

Lemma root_of_square_monic : root_of_square \is monic /\ size root_of_square = n.+1.
Proof.
have le : (size root_of_square <= n.+1)%N.
  apply: (leq_trans (size_sum _ _ _)); apply/bigmax_leqP => i _.
  by rewrite (leq_trans (size_scale_leq _ _)) // size_ell.
have coef : root_of_square`_n = 1.
  rewrite coef_sum (eq_bigr (fun i => term i / spread w x)) => [|i _].
    by rewrite -mulr_suml divff // gt_eqF // spread_gt0.
  have : ell i \is monic by exact: monic_prod_XsubC.
  by rewrite coefZ monicE lead_coefE size_ell => /eqP ->; rewrite mulr1.
have sz : size root_of_square = n.+1.
  apply/eqP; rewrite eqn_leq le ltnNge; apply/negP => gt.
  by have /eqP := coef; rewrite nth_default // eq_sym oner_eq0.
by split=> //; rewrite monicE lead_coefE sz coef.
Qed.

Lemma root_of_square_at i : root_of_square.[x i] = term i / spread w x * slope i.
Proof.
rewrite horner_sum (bigD1 i) //= big1 => [|l li]; first by rewrite addr0 hornerZ -slopeE.
by rewrite hornerZ ell_other ?mulr0 // eq_sym.
Qed.

Lemma missing_polynomial_at t : missing_polynomial.[t] = missing x t.
Proof. by rewrite hornerM /missing; case: ifP; case: ifP; rewrite !hornerE. Qed.

Lemma size_missing_polynomial : (size missing_polynomial + (1%R \in codom x) + ((-1)%R \in codom x) = 3)%N.
Proof.
have s1 : size (1 - 'X : {poly F}) = 2%N by rewrite -opprB size_opp -[1]/(1%:P) size_XsubC.
have s2 : size (1 + 'X : {poly F}) = 2%N by rewrite addrC -[1]/(1%:P) size_XaddC.
rewrite /missing_polynomial; case: ifP => _; case: ifP => _; rewrite ?mul1r ?mulr1 ?size_poly1 ?s1 ?s2 //.
by rewrite size_mul ?s1 ?s2 // -size_poly_gt0 ?s1 ?s2.
Qed.

Lemma lead_missing_polynomial : lead_coef missing_polynomial = - range_sign x.
Proof.
have l1 : lead_coef (1 - 'X : {poly F}) = -1 by rewrite -opprB lead_coefN -[1]/(1%:P) lead_coefXsubC.
have l2 : lead_coef (1 + 'X : {poly F}) = 1 by rewrite addrC -[1]opprK -polyCN lead_coefXsubC.
rewrite /range_sign lead_coefM; case: ifP => _; case: ifP => _; by rewrite ?lead_coef1 ?l1 ?l2 ?mulr1 ?opprK.
Qed.

(* missing times the square of the polynomial that is 1 / (sum_l v_l^2 / missing(x_l)) v_i^2 slope_i / missing(x_i) at x_i *)
Lemma barrier : exists p : {poly F}, [/\ size p = (twice_index x).+1, lead_coef p = - range_sign x,
  forall t, `|t| <= 1 -> 0 <= p.[t] & integral w x (horner p) = (spread w x)^-1].
Proof.
have [mon sr] := root_of_square_monic; pose p : {poly F} := missing_polynomial * root_of_square ^+ 2.
have lead : lead_coef p = - range_sign x.
  by rewrite lead_coefM lead_missing_polynomial lead_coef_exp (monicP mon) expr1n mulr1.
have p0 : p != 0 by rewrite -lead_coef_eq0 lead oppr_eq0 /range_sign; case: ifP => _; rewrite ?oppr_eq0 oner_eq0.
have sp : size p = (twice_index x).+1.
  apply/eqP; rewrite size_mul ?expf_neq0 ?(monic_neq0 mon) //; last first.
    by rewrite -lead_coef_eq0 lead_missing_polynomial -lead lead_coef_eq0.
  have -> : size (root_of_square ^+ 2) = (2 * n).+1.
    by rewrite expr2 size_Mmonic ?(monic_neq0 mon) // sr addnS /= addSn mulSn mul1n.
  rewrite -(eqn_add2r (1%R \in codom x)) -(eqn_add2r ((-1)%R \in codom x)) addnS /=.
  have := twice_indexE; have := size_missing_polynomial.
  move: (size missing_polynomial) (1%R \in codom x : nat) ((-1)%R \in codom x : nat) => M c1 c2 sM kE.
  by rewrite !addSn kE [(M + 2 * n + c1)%N]addnAC addnAC sM mulnS.
have pos t : `|t| <= 1 -> 0 <= p.[t].
  rewrite ler_norml => /andP [lo hi]; rewrite hornerM horner_exp mulr_ge0 ?sqr_ge0 // missing_polynomial_at.
  by rewrite mulr_ge0 //; case: ifP; rewrite ?ler01 // ?subr_ge0 // -[1]opprK addrC subr_ge0.
have value : integral w x (horner p) = (spread w x)^-1.
  rewrite /integral (eq_bigr (fun i => term i / spread w x ^+ 2)) => [|i _].
    by rewrite -mulr_suml expr2 invfM mulrA divff ?mul1r // gt_eqF // spread_gt0.
  rewrite hornerM horner_exp missing_polynomial_at root_of_square_at.
  have E : term i * (w i * slope i ^+ 2 * missing x (x i)) = 1 by rewrite mulVf // -invr_eq0 gt_eqF // spread_term_gt0.
  transitivity ((term i * (w i * slope i ^+ 2 * missing x (x i))) * (term i / spread w x ^+ 2)); last by rewrite E mul1r.
  have alg (T S s m v : F) : v * (m * (T * S * s) ^+ 2) = T * (v * s ^+ 2 * m) * (T * S ^+ 2) by ring.
  by rewrite -exprVn; exact: alg.
by exists p.
Qed.

End Bounds.
