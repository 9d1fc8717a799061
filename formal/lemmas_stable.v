(* The polynomial q of stable-threshold: >= 0 on [-1, 1], 0 at the nodes, of degree 2 ind. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions definitions_stable lemmas_measure.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Polynomial.
Variables (F : rcfType).

Lemma norm1E (t : F) : (`|t| == 1) = (t == 1) || (t == -1).
Proof. by rewrite eqr_norml ler01 andbT. Qed.

Lemma size_factor (t : F) : size (factor t) = (if (`|t| == 1)%R then 1%N else 2%N).+1.
Proof.
rewrite norm1E /factor; case: eqP => [_|_] /=; first by rewrite -opprB size_opp -[1]/(1%:P) size_XsubC.
case: eqP => [_|_]; first by rewrite addrC -[1]/(1%:P) size_XaddC.
by rewrite size_exp_XsubC.
Qed.

Lemma factor_ge0 (t a : F) : `|a| <= 1 -> 0 <= (factor t).[a].
Proof.
rewrite ler_norml => /andP [lo hi]; rewrite /factor; case: eqP => _; first by rewrite !hornerE subr_ge0.
by case: eqP => _; rewrite !hornerE ?sqr_ge0 // -[1]opprK addrC subr_ge0.
Qed.

Lemma factor_root (t a : F) : root (factor t) a = (a == t).
Proof.
rewrite /root /factor; case: (t =P 1) => [->|_]; first by rewrite !hornerE subr_eq0 eq_sym.
by case: (t =P -1) => [->|_]; rewrite !hornerE ?sqrf_eq0 ?subr_eq0 // addrC addr_eq0.
Qed.

Variables (n : nat) (x : 'I_n -> F).
Let q := stable_polynomial x.

Lemma stable_polynomial_neq0 : q != 0.
Proof. by apply/prodf_neq0 => i _; rewrite -size_poly_gt0 size_factor. Qed.

Lemma size_stable_polynomial : size q = (twice_index x).+1.
Proof.
rewrite size_prod => [|i _]; last by rewrite -size_poly_gt0 size_factor.
rewrite (eq_bigr (fun i => ((if (`|x i| == 1)%R then 1%N else 2%N) + 1)%N)) => [|i _]; last by rewrite size_factor addn1.
by rewrite big_split /= sum1_card -addSn addnK.
Qed.

Lemma stable_polynomial_ge0 a : `|a| <= 1 -> 0 <= q.[a].
Proof. by move=> a1; rewrite horner_prod; apply: prodr_ge0 => i _; exact: factor_ge0. Qed.

Lemma root_stable_polynomial a : root q a = (a \in codom x).
Proof.
apply/idP/idP => [|/codomP [i ->]].
  rewrite /root horner_prod => /prodf_eq0 [i _]; rewrite -[_ == 0]/(root _ _) factor_root => /eqP ->; exact: codom_f.
by rewrite /root horner_prod (bigD1 i) //= mulf_eq0 -[_ == 0]/(root _ _) factor_root eqxx.
Qed.

Lemma n_le_twice_index : (n <= twice_index x)%N.
Proof. by rewrite -[X in (X <= _)%N]card_ord -sum1_card; apply: leq_sum => i _; case: ifP. Qed.

End Polynomial.
