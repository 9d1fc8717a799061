(* Functions of a student that are bounded, and Lipschitz, on every ball: A, B, C, h_j, the gradient of the loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions definitions_lipschitz lemmas_matrix lemmas_loss lemmas_norm.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Lipschitz.
Variables (R : rcfType) (d m p : nat).
Implicit Types (x y : student R d m p) (F : student R d m p -> student R d m p).

Definition tame r s (X : student R d m p -> 'M[R]_(r, s)) : Prop := forall q, exists2 K, 0 <= K &
  forall x y, norm x <= q -> norm y <= q -> frob (X x) <= K /\ frob (X x - X y) <= K * norm (x - y).

Definition lipschitz F : Prop := forall q, exists2 K, 0 <= K &
  forall x y, norm x <= q -> norm y <= q -> norm (F x - F y) <= K * norm (x - y).

Lemma tame_const r s (M : 'M[R]_(r, s)) : tame (fun=> M).
Proof.
move=> q; exists (frob M) => [|x y _ _]; first exact: frob_ge0.
by rewrite subrr frob0 mulr_ge0 ?frob_ge0 ?norm_ge0.
Qed.

Lemma tameD r s (X Y : student R d m p -> 'M[R]_(r, s)) : tame X -> tame Y -> tame (fun x => X x + Y x).
Proof.
move=> tX tY q; have [[K K0 kX] [M M0 kY]] := (tX q, tY q); exists (K + M) => [|x y xq yq]; first exact: addr_ge0.
have [[Xx dX] [Yx dY]] := (kX x y xq yq, kY x y xq yq); split; first exact: le_trans (frobD _ _) (ler_add Xx Yx).
by rewrite mulrDl opprD addrACA; exact: le_trans (frobD _ _) (ler_add dX dY).
Qed.

Lemma tameM r s t (X : student R d m p -> 'M[R]_(r, s)) (Y : student R d m p -> 'M[R]_(s, t)) :
  tame X -> tame Y -> tame (fun x => X x *m Y x).
Proof.
move=> tX tY q; have [[K K0 kX] [M M0 kY]] := (tX q, tY q).
exists (K * M + K * M) => [|x y xq yq]; first by rewrite addr_ge0 ?mulr_ge0.
have [[Xx dX] [Yx dY]] := (kX x y xq yq, kY x y xq yq); have [Xy _] := kX y x yq xq; split.
  apply: (le_trans (frob_mul _ _)); apply: (@le_trans _ _ (K * M)); first by rewrite ler_pmul ?frob_ge0.
  by rewrite ler_addl mulr_ge0.
have -> : X x *m Y x - X y *m Y y = (X x - X y) *m Y x + X y *m (Y x - Y y).
  by rewrite mulmxBl mulmxBr addrA subrK.
apply: (le_trans (frobD _ _)); rewrite mulrDl; apply: ler_add; apply: (le_trans (frob_mul _ _)).
  by rewrite mulrAC ler_pmul ?frob_ge0.
by rewrite -mulrA ler_pmul ?frob_ge0.
Qed.

Lemma tame_ext r s (X Y : student R d m p -> 'M[R]_(r, s)) : X =1 Y -> tame X -> tame Y.
Proof. by move=> E tX q; have [K K0 k] := tX q; exists K => // x y xq yq; rewrite -!E; exact: k. Qed.

Lemma tameZ r s (c : R) (X : student R d m p -> 'M[R]_(r, s)) : tame X -> tame (fun x => c *: X x).
Proof.
by move=> tX; apply: tame_ext (tameM (tame_const c%:M) tX) => x; rewrite mul_scalar_mx.
Qed.

Lemma tameB r s (X Y : student R d m p -> 'M[R]_(r, s)) : tame X -> tame Y -> tame (fun x => X x - Y x).
Proof. by move=> tX tY; apply: tame_ext (tameD tX (tameZ (-1) tY)) => x; rewrite scaleN1r. Qed.

Lemma tame_sum r s n (X : 'I_n -> student R d m p -> 'M[R]_(r, s)) :
  (forall i, tame (X i)) -> tame (fun x => \sum_i X i x).
Proof.
elim: n X => [|n IH] X tX; first by apply: tame_ext (tame_const 0) => x; rewrite big_ord0.
by apply: tame_ext (tameD (IH _ (fun i => tX _)) (tX ord_max)) => x; rewrite big_ord_recr.
Qed.

Lemma tame_tr r s (X : student R d m p -> 'M[R]_(r, s)) : tame X -> tame (fun x => (X x)^T).
Proof.
move=> tX q; have [K K0 k] := tX q; exists K => // x y xq yq.
by rewrite -linearB !frob_tr; exact: k.
Qed.

Lemma tame_part r s (X : student R d m p -> 'M[R]_(r, s)) : (forall x y, X (x - y) = X x - X y) ->
  (forall x, frob (X x) <= norm x) -> tame X.
Proof.
move=> XB le q; exists (`|q| + 1) => [|x y xq yq]; first by rewrite addr_ge0 ?normr_ge0.
split; last by rewrite -XB (le_trans (le _)) // mulrDl mul1r ler_addr mulr_ge0 ?normr_ge0 ?norm_ge0.
by rewrite (le_trans (le _)) // (le_trans xq) // (le_trans (ler_norm _)) // ler_addl ler01.
Qed.

Lemma tame_A : tame (@A R d m p). Proof. by apply: tame_part => // x; have [] := frob_le_norm x. Qed.
Lemma tame_B : tame (@B R d m p). Proof. by apply: tame_part => // x; have [] := frob_le_norm x. Qed.
Lemma tame_C : tame (@C R d m p). Proof. by apply: tame_part => // x; have [] := frob_le_norm x. Qed.

Lemma tame_b j : tame (fun x => b x j).
Proof. by elim: j => [|j IH]; [exact: tame_B | exact: tameM tame_A IH]. Qed.

Lemma tame_c j : tame (fun x => c x j).
Proof. by elim: j => [|j IH]; [exact: tame_tr tame_C | exact: tameM (tame_tr tame_A) IH]. Qed.

Lemma tame_h j : tame (fun x => h x j). Proof. exact: tameM tame_C (tame_b j). Qed.

Lemma norm_le_frobs x : norm x <= frob (A x) + frob (B x) + frob (C x).
Proof.
have [[a0 b0] c0] := (frob_ge0 (A x), frob_ge0 (B x), frob_ge0 (C x)).
rewrite -ler_sqr ?nnegrE ?norm_ge0 ?addr_ge0 // norm_square /dot -!frob_square -subr_ge0.
move: (frob (A x)) (frob (B x)) (frob (C x)) a0 b0 c0 => a b c a0 b0 c0.
have -> : (a + b + c) ^+ 2 - (a ^+ 2 + b ^+ 2 + c ^+ 2) = (a * b + a * c + b * c) *+ 2 by ring.
by rewrite mulrn_wge0 // !addr_ge0 ?mulr_ge0.
Qed.

Lemma lipschitz_parts F : tame (fun x => A (F x)) -> tame (fun x => B (F x)) -> tame (fun x => C (F x)) ->
  lipschitz F.
Proof.
move=> tA tB tC q; have [[[Ka a0 ka] [Kb b0 kb]] [Kc c0 kc]] := (tA q, tB q, tC q).
exists (Ka + Kb + Kc) => [|x y xq yq]; first by rewrite !addr_ge0.
have [[[_ da] [_ db]] [_ dc]] := (ka x y xq yq, kb x y xq yq, kc x y xq yq).
by apply: (le_trans (norm_le_frobs _)); rewrite !mulrDl; apply: ler_add => //; exact: ler_add.
Qed.

Lemma lipschitz_grad k (W : student R d m p -> nat -> 'M[R]_(p, m)) : (forall j, (j < k)%N -> tame (fun x => W x j)) ->
  lipschitz (fun x => grad k (W x) x).
Proof.
move=> tW; apply: lipschitz_parts; apply: tame_sum => j; have tj := tW j (ltn_ord j).
- apply: tame_sum => i; exact: tameM (tameM (tame_c i) tj) (tame_tr (tame_b _)).
- exact: tameM (tame_c j) tj.
exact: tameM tj (tame_tr (tame_b j)).
Qed.

Lemma lipschitz_gradL k g : lipschitz (gradL k g).
Proof.
apply: lipschitz_grad => j _; apply: tame_ext (tameZ 2%:R (tameB (tame_h j) (tame_const (g j)))) => x.
by rewrite scaler_nat.
Qed.

Lemma tame_lags k : forall q, exists2 K, 0 <= K & forall x y, norm x <= q -> norm y <= q -> forall j, (j < k)%N ->
  frob (h x j) <= K /\ frob (h x j - h y j) <= K * norm (x - y).
Proof.
move=> q; elim: k => [|k [K K0 IH]]; first by exists 0.
have [M M0 last] := tame_h k q; exists (K + M) => [|x y xq yq j]; first exact: addr_ge0.
rewrite ltnS leq_eqVlt mulrDl => /orP[/eqP->|/(IH x y xq yq) [u v]].
  have [u v] := last x y xq yq; split; first by rewrite (le_trans u) // ler_addr.
  by rewrite (le_trans v) // ler_addr mulr_ge0 ?norm_ge0.
by rewrite (le_trans u) ?(le_trans v) // ler_addl ?mulr_ge0 ?norm_ge0.
Qed.

Lemma tame_weights k (W : {ffun 'I_k -> 'M[R]_(p, m)} -> nat -> 'M[R]_(p, m)) : lipschitz_weights W ->
  forall j, (j < k)%N -> tame (fun x => W (lags k x) j).
Proof.
move=> lipW j ltj q; have [K K0 bound] := tame_lags k `|q|; have [M M0 lip] := lipW K.
have inside x : norm x <= q -> norm x <= `|q| by move=> xq; rewrite (le_trans xq) ?ler_norm.
have small x : norm x <= q -> forall i, frob (lags k x i) <= K.
  by move=> xq i; rewrite ffunE; have [] := bound x x (inside x xq) (inside x xq) i (ltn_ord i).
have step x y : norm x <= `|q| -> norm y <= `|q| -> \sum_i frob (lags k x i - lags k y i) <= K * norm (x - y) *+ k.
  move=> xq yq; rewrite -[X in _ *+ X](card_ord k) -sumr_const; apply: ler_sum => i _.
  by rewrite !ffunE; have [] := bound x y xq yq i (ltn_ord i).
have z0 : norm (0 : student R d m p) <= `|q|.
  by rewrite /norm (_ : dot _ _ = 0) ?sqrtr0 ?normr_ge0 // /dot !inner0l !addr0.
pose W0 := W (lags k (0 : student R d m p)) j; pose N : R := M * (K *+ k); have N0 : 0 <= N by rewrite mulr_ge0 ?mulrn_wge0.
have far x y : norm x <= q -> norm y <= q -> frob (W (lags k x) j - W (lags k y) j) <= N * norm (x - y).
  move=> xq yq; apply: (le_trans (lip _ _ (small x xq) (small y yq) j ltj)).
  by rewrite -mulrA mulrnAl ler_wpmul2l // step ?inside.
case: (lerP 0 q) => [q0|lt]; last first.
  exists 0 => // x y xq _; have := le_lt_trans xq lt; rewrite ltNge norm_ge0 //.
have zq : norm (0 : student R d m p) <= q by rewrite -[q]ger0_norm.
exists (N * q + N + frob W0) => [|x y xq yq]; first exact: addr_ge0 (addr_ge0 (mulr_ge0 N0 q0) N0) (frob_ge0 W0).
split; last first.
  apply: (le_trans (far x y xq yq)); rewrite ler_wpmul2r ?norm_ge0 // -subr_ge0.
  have -> : N * q + N + frob W0 - N = N * q + frob W0 by ring.
  exact: addr_ge0 (mulr_ge0 N0 q0) (frob_ge0 W0).
rewrite -[X in frob X](subrK W0); apply: (le_trans (frobD _ _)); rewrite ler_add2r.
apply: (le_trans (far x 0 xq zq)); rewrite subr0 -subr_ge0.
have -> : N * q + N - N * norm x = N * (q - norm x) + N by ring.
by rewrite addr_ge0 // mulr_ge0 // subr_ge0.
Qed.

End Lipschitz.
