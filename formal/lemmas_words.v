(* Bounds of the changes of h_j = C A^j B by counting words: operator norms of A, B, C and the norms of the increments. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions definitions_shadowing lemmas_matrix lemmas_loss lemmas_norm lemmas_gradient
  lemmas_spectral lemmas_second.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Operator.
Variables (F : rcfType).

Lemma inner_cols r s (X : 'M[F]_(r, s)) : inner X X = \sum_l inner (col l X) (col l X).
Proof.
rewrite /inner exchange_big; apply: eq_bigr => l _; apply: eq_bigr => i _.
by rewrite big_ord1 !mxE.
Qed.

Lemma frob_left r s t (a : F) (M : 'M[F]_(r, s)) (X : 'M[F]_(s, t)) : norm_at_most a M -> frob (M *m X) <= a * frob X.
Proof.
move=> [a0 bound]; rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?frob_ge0 // exprMn !frob_square !inner_cols mulr_sumr.
apply: ler_sum => l _; have -> : col l (M *m X) = M *m col l X by rewrite !colE mulmxA.
by rewrite -!frob_square -exprMn ler_sqr ?nnegrE ?mulr_ge0 ?frob_ge0.
Qed.

Lemma norm_at_most_tr r s (a : F) (M : 'M[F]_(r, s)) : norm_at_most a M -> norm_at_most a M^T.
Proof.
move=> opM; have [a0 _] := opM; split=> // v; set y := M^T *m v.
have [y0|y0] := eqVneq (frob y) 0; first by rewrite y0 mulr_ge0 ?frob_ge0.
have pos : 0 < frob y by rewrite lt_neqAle eq_sym y0 frob_ge0.
rewrite -(ler_pmul2r pos) -expr2 frob_square {1}/y inner_mull trmxK.
apply: (le_trans (le_trans (ler_norm _) (inner_le _ _))).
by rewrite mulrC mulrAC ler_wpmul2r ?frob_ge0 ?frob_left.
Qed.

Lemma frob_right r s t (a : F) (X : 'M[F]_(r, s)) (M : 'M[F]_(s, t)) : norm_at_most a M -> frob (X *m M) <= a * frob X.
Proof. by move=> opM; rewrite -frob_tr trmx_mul -[frob X]frob_tr; apply/frob_left/norm_at_most_tr. Qed.

(* y^T K y <= kappa |y|^2 where no eigenvalue of the symmetric K exceeds kappa *)
Lemma top_eigenvalue n (K : 'M[F]_n) kappa (y : 'cV[F]_n) : K^T = K -> (forall z, eigenvalue K z -> z <= kappa) ->
  (y^T *m K *m y) 0 0 <= kappa * (y^T *m y) 0 0.
Proof.
move=> Kt top; have [P PP [z KP]] := spectral Kt; have PtP : P^T *m P = 1%:M by apply: mulmx1C.
have zle i : z 0 i <= kappa.
  apply: top; apply/eigenvalueP; exists (row i P); last first.
    apply/eqP => E; have := congr1 (row i) PP.
    by rewrite row_mul E mul0mx row1 => /rowP /(_ i) /eqP; rewrite !mxE !eqxx eq_sym oner_eq0.
  by rewrite -row_mul KP !mulmxA PP mul1mx row_mul row_diag_mx -scalemxAl -rowE.
pose w := P *m y; have -> : y^T *m K *m y = w^T *m diag_mx z *m w by rewrite KP /w trmx_mul !mulmxA.
have -> : y^T *m y = w^T *m w by rewrite /w trmx_mul !mulmxA -[y^T *m P^T *m P]mulmxA PtP mulmx1.
rewrite [X in _ <= _ * X]mxE [X in X <= _]mxE mulr_sumr; apply: ler_sum => i _.
have -> : (w^T *m diag_mx z) 0 i = w i 0 * z 0 i by rewrite mul_mx_diag !mxE.
have -> : w i 0 * z 0 i * w i 0 = z 0 i * w i 0 ^+ 2 by ring.
by rewrite [w^T 0 i]mxE -expr2; apply: ler_wpmul2r; rewrite ?sqr_ge0.
Qed.

Lemma form_sum n (K : 'M[F]_n) (y : 'cV[F]_n) : (y^T *m K *m y) 0 0 = \sum_i \sum_l y i 0 * K i l * y l 0.
Proof.
rewrite mxE exchange_big; apply: eq_bigr => l _ /=; rewrite mxE mulr_suml; apply: eq_bigr => i _.
by rewrite mxE.
Qed.

Lemma inner_col n (y : 'cV[F]_n) : (y^T *m y) 0 0 = \sum_i y i 0 ^+ 2.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Lemma words_symmetric j (a b c : F) : (words j a b c)^T = words j a b c.
Proof. by apply/matrixP => -[[|[|[|//]]] ?] [[|[|[|//]]] ?]; rewrite !mxE. Qed.

Lemma words_top_ge0 j (a b c kappa : F) : (forall z, eigenvalue (words j a b c) z -> z <= kappa) -> 0 <= kappa.
Proof.
move=> top; pose y : 'cV[F]_3 := \col_i (if i == 1%N :> nat then 1 else 0).
have := top_eigenvalue y (words_symmetric j a b c) top; rewrite form_sum inner_col.
have -> : \sum_i \sum_l y i 0 * words j a b c i l * y l 0 = 0.
  by rewrite !(big_ord_recl, big_ord0) !mxE /=; ring.
have -> : \sum_i y i 0 ^+ 2 = 1 by rewrite !(big_ord_recl, big_ord0) !mxE /=; ring.
by rewrite mulr1.
Qed.

End Operator.

Section Words.
Variables (F : rcfType) (d m p : nat) (x v : student F d m p) (a b c : F).
Hypotheses (opA : norm_at_most a (A x)) (opB : norm_at_most b (B x)) (opC : norm_at_most c (C x)).
Let al := frob (A v). Let be := frob (B v). Let ga := frob (C v).

Lemma frob_b r (X : 'M[F]_(r, d)) j : frob (X *m definitions.b x j) <= a ^+ j * b * frob X.
Proof.
have [[a0 _] [b0 _]] := (opA, opB).
elim: j X => [|j IH] X; first by rewrite expr0 mul1r; exact: frob_right.
rewrite [definitions.b x _]/= mulmxA; apply: (le_trans (IH _)).
have -> : a ^+ j.+1 * b * frob X = a ^+ j * b * (a * frob X) by rewrite exprS; ring.
exact: ler_wpmul2l (mulr_ge0 (exprn_ge0 j a0) b0) _ _ (frob_right X opA).
Qed.

Lemma frob_db j : frob (db x v j) <= j%:R * a ^+ j.-1 * b * al + a ^+ j * be.
Proof.
have [[a0 _] [b0 _]] := (opA, opB).
elim: j => [|j IH]; first by rewrite !mul0r add0r expr0 mul1r.
apply: (le_trans (frobD _ _)).
have first := le_trans (frob_left (db x v j) opA) (ler_wpmul2l a0 IH).
apply: (le_trans (ler_add first (frob_b (A v) j))); rewrite -/al le_eqVlt; apply/orP; left; apply/eqP.
by case: j {IH first} => [|j] /=; rewrite ?expr0 ?expr1 ?exprS -?natr1; ring.
Qed.

Lemma frob_d2b j :
  frob (d2b x v v j) <= (j * j.-1)%:R * a ^+ j.-2 * b * al ^+ 2 + 2%:R * j%:R * a ^+ j.-1 * al * be.
Proof.
have [[a0 _] [b0 _]] := (opA, opB).
elim: j => [|j IH]; first by rewrite mul0n mulr0 !mul0r add0r frob0.
apply: (le_trans (frobD _ _)); apply: (le_trans (ler_add (frobD _ _) (lexx _))).
have first := le_trans (frob_left (d2b x v v j) opA) (ler_wpmul2l a0 IH).
have al0 : 0 <= al by exact: frob_ge0.
have second := le_trans (frob_mul (A v) (db x v j)) (ler_wpmul2l al0 (frob_db j)).
apply: (le_trans (ler_add (ler_add first second) second)); rewrite le_eqVlt; apply/orP; left; apply/eqP.
case: j {IH first second} => [|[|j]] /=; rewrite ?expr0 ?expr1 ?natrM -?natr1 ?exprS; ring.
Qed.

Lemma frob_d2h j : frob (d2h x v v j) <= (j * j.-1)%:R * a ^+ j.-2 * b * c * al ^+ 2
  + 2%:R * (j%:R * a ^+ j.-1 * c * al * be + j%:R * a ^+ j.-1 * b * al * ga + a ^+ j * be * ga).
Proof.
have [c0 _] := opC; have ga0 : 0 <= ga by exact: frob_ge0.
apply: (le_trans (frobD _ _)); apply: (le_trans (ler_add (frobD _ _) (lexx _))).
have first := le_trans (frob_left (d2b x v v j) opC) (ler_wpmul2l c0 (frob_d2b j)).
have second := le_trans (frob_mul (C v) (db x v j)) (ler_wpmul2l ga0 (frob_db j)).
by apply: (le_trans (ler_add (ler_add first second) second)); rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

(* kappa: no eigenvalue of the word count exceeds it *)
Lemma words_bound j kappa : (forall z, eigenvalue (words j a b c) z -> z <= kappa) ->
  frob (d2h x v v j) <= kappa * norm v ^+ 2.
Proof.
move=> top; apply: (le_trans (frob_d2h j)); pose y : 'cV[F]_3 := \col_i nth 0 [:: al; be; ga] i.
have := top_eigenvalue y (words_symmetric j a b c) top; rewrite form_sum inner_col.
have -> : \sum_i \sum_l y i 0 * words j a b c i l * y l 0 = (j * j.-1)%:R * a ^+ j.-2 * b * c * al ^+ 2
    + 2%:R * (j%:R * a ^+ j.-1 * c * al * be + j%:R * a ^+ j.-1 * b * al * ga + a ^+ j * be * ga).
  by rewrite !(big_ord_recl, big_ord0) !mxE /=; ring.
have -> : \sum_i y i 0 ^+ 2 = norm v ^+ 2.
  by rewrite norm_square /dot -!frob_square -/al -/be -/ga !(big_ord_recl, big_ord0) !mxE /=; ring.
by [].
Qed.

End Words.
