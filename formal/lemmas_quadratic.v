(* Quadratic forms: |y A y^T| <= |y|^2 bounds the spectrum by 1; squares completed; Cauchy-Schwarz with weights. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_stable lemmas_symmetric lemmas_padding lemmas_spectral.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section QuadraticForms.
Variable F : rcfType.

Definition bounded d (A : 'M[F]_d) : Prop := forall y : 'rV_d, `|(y *m A *m y^T) 0 0| <= (y *m y^T) 0 0.

Lemma bounded_stable d (theta : student F d 1 1) : bounded (A theta) -> stable theta.
Proof.
move=> bd a /eigenvalueP [y yA y0]; have := bd y; rewrite yA -scalemxAl mxE normrM.
have pos := sq_gt0 y0; rewrite (gtr0_norm pos) -[X in _ <= X]mul1r => le.
by rewrite -subr_ge0 -(pmulr_lge0 _ pos) mulrBl subr_ge0.
Qed.

Lemma bounded_padded d e (A : 'M[F]_d) : bounded A -> bounded (block_mx A 0 0 (0 : 'M_e)).
Proof.
move=> bd y; rewrite -[y]hsubmxK mul_row_block !mulmx0 !addr0 tr_row_mx !mul_row_col mul0mx addr0.
apply: (le_trans (bd _)); rewrite [X in _ <= X]mxE -subr_ge0 addrC addKr mxE.
by apply: sumr_ge0 => i _; rewrite [X in _ * X]mxE -expr2 sqr_ge0.
Qed.

Lemma stable_padding d d' (theta : student F d 1 1) : (d <= d')%N -> symmetric theta -> bounded (A theta) ->
  exists theta' : student F d' 1 1, [/\ symmetric theta', stable theta' & forall j, h theta' j = h theta j].
Proof.
move/subnKC <- => sym bd; exists (padded _ theta); split; first exact: padded_symmetric.
  exact/bounded_stable/bounded_padded.
by move=> j; rewrite padded_response.
Qed.

Variables (n : nat) (c v Y : 'I_n -> F).
Hypothesis c0 : forall i, 0 < c i.

(* sum_i c_i Y_i^2 + 2 t z sum_i v_i Y_i + b z^2 >= 0 where b >= t^2 sum_i v_i^2 / c_i: complete the squares *)
Lemma complete_squares (t z b : F) : t ^+ 2 * (\sum_i v i ^+ 2 / c i) <= b ->
  0 <= \sum_i c i * Y i ^+ 2 + 2%:R * t * z * (\sum_i v i * Y i) + b * z ^+ 2.
Proof.
move=> le; pose S := \sum_i v i ^+ 2 / c i.
have -> : \sum_i c i * Y i ^+ 2 + 2%:R * t * z * (\sum_i v i * Y i) + b * z ^+ 2 =
    \sum_i c i * (Y i + t * z * (v i / c i)) ^+ 2 + (b - t ^+ 2 * S) * z ^+ 2.
  have -> : \sum_i c i * (Y i + t * z * (v i / c i)) ^+ 2 =
      \sum_i c i * Y i ^+ 2 + 2%:R * t * z * (\sum_i v i * Y i) + (t * z) ^+ 2 * S.
    rewrite !mulr_sumr -!big_split /=; apply: eq_bigr => i _.
    have cv : c i * (v i / c i) = v i by rewrite mulrC divfK // gt_eqF.
    have cvv : v i ^+ 2 / c i = v i * (v i / c i) by rewrite expr2 mulrA.
    rewrite cvv -{2 3}cv; move: (v i / c i) (c i) (Y i) => *; ring.
  by move: (\sum_i c i * _) (\sum_i v i * _) S => *; ring.
apply: addr_ge0; last by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0.
by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0 // ltW.
Qed.

(* Cauchy-Schwarz with weights *)
Lemma weighted_cauchy_schwarz : (\sum_i v i * Y i) ^+ 2 <= (\sum_i v i ^+ 2 / c i) * \sum_i c i * Y i ^+ 2.
Proof.
pose S := \sum_i v i ^+ 2 / c i; pose T := \sum_i v i * Y i; pose U := \sum_i c i * Y i ^+ 2.
have S0 : 0 <= S by apply: sumr_ge0 => i _; rewrite divr_ge0 ?sqr_ge0 // ltW.
have U0 : 0 <= U by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0 // ltW.
have form t : 0 <= U + 2%:R * t * T + t ^+ 2 * S.
  have := @complete_squares t 1 (t ^+ 2 * S) (lexx _); rewrite expr1n !mulr1; exact.
have [Sz|Spos] := eqVneq S 0; last first.
  have {}Spos : 0 < S by rewrite lt_neqAle eq_sym Spos.
  have E : (U + 2%:R * - (T / S) * T + (- (T / S)) ^+ 2 * S) * S = S * U - T ^+ 2.
    have alg (u q r : F) : (u + 2%:R * - q * (q * r) + (- q) ^+ 2 * r) * r = r * u - (q * r) ^+ 2 by ring.
    by have := alg U (T / S) S; rewrite divfK // gt_eqF.
  by rewrite -subr_ge0 -/S -/T -/U -E mulr_ge0 // form.
rewrite -/S -/T -/U Sz mul0r.
have [->|T0] := eqVneq T 0; first by rewrite expr0n.
have := form (- (U + 1) / (2%:R * T)); rewrite Sz mulr0 addr0.
have -> : U + 2%:R * (- (U + 1) / (2%:R * T)) * T = -1.
  have n2 : (2%:R : F) * T != 0 by rewrite mulf_neq0 // pnatr_eq0.
  rewrite [2%:R * _]mulrC -mulrA divfK //; ring.
by rewrite oppr_ge0 ler10.
Qed.

End QuadraticForms.
