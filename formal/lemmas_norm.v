(* Inner products and norms of matrices and of students: Cauchy-Schwarz, the triangle, |X Y| <= |X| |Y|. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_loss.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

(* Any non-negative symmetric bilinear form f, and |u| = sqrt (f u u) *)
Section Form.
Variables (R : rcfType) (V : lmodType R) (f : V -> V -> R).
Hypotheses (fC : forall u v, f u v = f v u) (fD : forall u v w, f (u + v) w = f u w + f v w).
Hypotheses (fZ : forall t u v, f (t *: u) v = t * f u v) (f_ge0 : forall u, 0 <= f u u).
Let n u := Num.sqrt (f u u).

Lemma form_square (s t : R) u v : f (s *: u + t *: v) (s *: u + t *: v) = s ^+ 2 * f u u + 2%:R * s * t * f u v + t ^+ 2 * f v v.
Proof. by rewrite fD !fZ ![f _ (_ + _)]fC !fD !fZ (fC v u); ring. Qed.

Lemma cauchy_schwarz_square u v : f u v ^+ 2 <= f u u * f v v.
Proof.
have key w z : 0 < f w w -> f w z ^+ 2 <= f w w * f z z.
  move=> pos; rewrite -subr_ge0 -(pmulr_rge0 _ pos).
  have := f_ge0 (- f w z *: w + f w w *: z); rewrite form_square.
  by congr (0 <= _); ring.
have := f_ge0 u; rewrite le_eqVlt => /orP[/eqP u0|]; last exact: key.
have := f_ge0 v; rewrite le_eqVlt => /orP[/eqP v0|pos]; last by rewrite fC mulrC key.
suff /eqP-> : f u v == 0 by rewrite expr0n mulr_ge0.
have := f_ge0 (1 *: u + 1 *: v); have := f_ge0 (1 *: u + (- 1) *: v).
rewrite !form_square -u0 -v0 !expr1n !mulr0 !mulr1 !addr0 !add0r mulrN1 mulNr oppr_ge0.
by rewrite pmulr_rle0 ?ltr0n // pmulr_rge0 ?ltr0n // => le0 ge0; rewrite eq_le le0 ge0.
Qed.

Lemma form_norm_ge0 u : 0 <= n u. Proof. exact: sqrtr_ge0. Qed.

Lemma form_norm_square u : n u ^+ 2 = f u u. Proof. exact: sqr_sqrtr. Qed.

Lemma cauchy_schwarz u v : `|f u v| <= n u * n v.
Proof.
rewrite -ler_sqr ?nnegrE ?normr_ge0 ?mulr_ge0 ?form_norm_ge0 //.
by rewrite exprMn !form_norm_square real_normK ?num_real // cauchy_schwarz_square.
Qed.

Lemma form_triangle u v : n (u + v) <= n u + n v.
Proof.
rewrite -ler_sqr ?nnegrE ?addr_ge0 ?form_norm_ge0 // form_norm_square.
have := form_square 1 1 u v; rewrite !scale1r => ->.
rewrite sqrrD !form_norm_square !expr1n !mul1r !mulr1 -[(n u * n v) *+ 2]mulr_natl.
rewrite ler_add2r ler_add2l ler_wpmul2l ?ler0n //.
exact: le_trans (ler_norm _) (cauchy_schwarz u v).
Qed.

Lemma form_normZ t u : n (t *: u) = `|t| * n u.
Proof.
rewrite /n fZ fC fZ mulrA -expr2 sqrtrM ?sqr_ge0 //.
by rewrite sqrtr_sqr.
Qed.

End Form.

Section InnerRing.
Variables (R : comRingType).

Section Matrices.
Variables (r s : nat).
Implicit Types (X Y Z : 'M[R]_(r, s)).

Lemma innerC X Y : inner X Y = inner Y X.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => l _; rewrite mulrC. Qed.

Lemma innerDl X Y Z : inner (X + Y) Z = inner X Z + inner Y Z.
Proof. by rewrite -big_split; apply: eq_bigr => i _; rewrite -big_split; apply: eq_bigr => l _; rewrite mxE mulrDl. Qed.

Lemma innerZl (t : R) X Y : inner (t *: X) Y = t * inner X Y.
Proof. by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => l _; rewrite mxE mulrA. Qed.

Lemma innerDr X Y Z : inner X (Y + Z) = inner X Y + inner X Z.
Proof. by rewrite innerC innerDl !(innerC _ X). Qed.

Lemma innerZr (t : R) X Y : inner X (t *: Y) = t * inner X Y.
Proof. by rewrite innerC innerZl innerC. Qed.

Lemma innerN X Y : inner (- X) Y = - inner X Y.
Proof. by rewrite -scaleN1r innerZl mulN1r. Qed.

Lemma innerBl X Y Z : inner (X - Y) Z = inner X Z - inner Y Z.
Proof. by rewrite innerDl innerN. Qed.

Lemma innerBr X Y Z : inner X (Y - Z) = inner X Y - inner X Z.
Proof. by rewrite innerC innerBl !(innerC _ X). Qed.

Lemma inner0l X : inner 0 X = 0.
Proof. by rewrite -(scale0r X) innerZl mul0r. Qed.

Lemma inner_suml I (q : seq I) (P : pred I) (T : I -> 'M[R]_(r, s)) X :
  inner (\sum_(i <- q | P i) T i) X = \sum_(i <- q | P i) inner (T i) X.
Proof. by apply: (big_morph (fun Y => inner Y X) (fun Y Z => innerDl Y Z X) (inner0l X)). Qed.

End Matrices.

Lemma inner_trace r s (X Y : 'M[R]_(r, s)) : inner X Y = \tr (X^T *m Y).
Proof.
rewrite /inner exchange_big; apply: eq_bigr => l _; rewrite mxE.
by apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma inner_tr r s (X Y : 'M[R]_(r, s)) : inner X^T Y^T = inner X Y.
Proof. by rewrite /inner exchange_big; apply: eq_bigr => i _; apply: eq_bigr => l _; rewrite !mxE. Qed.

Lemma inner_delta r s (i : 'I_r) (l : 'I_s) (X : 'M[R]_(r, s)) : inner (delta_mx i l) X = X i l.
Proof.
rewrite /inner (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|i' ne]; last first.
  by rewrite big1 // => l' _; rewrite mxE (negPf ne) mul0r.
rewrite (bigD1 l) //= [X in _ + X]big1 ?addr0 => [|l' ne]; first by rewrite mxE !eqxx mul1r.
by rewrite mxE (negPf ne) andbF mul0r.
Qed.

(* Adjoints: <X Y, Z> = <Y, X^T Z> = <X, Z Y^T> *)
Lemma inner_mull r s t (X : 'M[R]_(r, s)) (Y : 'M[R]_(s, t)) Z : inner (X *m Y) Z = inner Y (X^T *m Z).
Proof. by rewrite !inner_trace trmx_mul mulmxA. Qed.

Lemma inner_mulr r s t (X : 'M[R]_(r, s)) (Y : 'M[R]_(s, t)) Z : inner (X *m Y) Z = inner X (Z *m Y^T).
Proof. by rewrite !inner_trace trmx_mul -mulmxA mxtrace_mulC mulmxA. Qed.

Section Students.
Variables (d m p : nat).
Implicit Types (theta G H : student R d m p).

Lemma dotC theta G : dot theta G = dot G theta.
Proof. by rewrite /dot innerC (innerC (B _)) (innerC (C _)). Qed.

Lemma dotDl theta G H : dot (theta + G) H = dot theta H + dot G H.
Proof. by rewrite /dot /A /B /C /= !innerDl; ring. Qed.

Lemma dotZl (t : R) theta G : dot (t *: theta) G = t * dot theta G.
Proof. by rewrite /dot /A /B /C /= !innerZl; ring. Qed.

Lemma dotNl theta G : dot (- theta) G = - dot theta G.
Proof. by rewrite -scaleN1r dotZl mulN1r. Qed.

Lemma dotDr theta G H : dot H (theta + G) = dot H theta + dot H G.
Proof. by rewrite dotC dotDl !(dotC _ H). Qed.

Lemma dotZr (t : R) theta G : dot G (t *: theta) = t * dot G theta.
Proof. by rewrite dotC dotZl dotC. Qed.

End Students.
End InnerRing.

Section Norms.
Variables (R : rcfType).

Section Matrices.
Variables (r s : nat).
Implicit Types (X Y : 'M[R]_(r, s)).
Let C0 := @innerC R r s.
Let D0 := @innerDl R r s.
Let Z0 := @innerZl R r s.
Let P0 := @inner_ge0 R r s.

Lemma frob_ge0 X : 0 <= frob X. Proof. exact: sqrtr_ge0. Qed.
Lemma frob_square X : frob X ^+ 2 = inner X X. Proof. exact: form_norm_square P0 X. Qed.
Lemma inner_le X Y : `|inner X Y| <= frob X * frob Y. Proof. exact: cauchy_schwarz C0 D0 Z0 P0 X Y. Qed.
Lemma frobD X Y : frob (X + Y) <= frob X + frob Y. Proof. exact: form_triangle C0 D0 Z0 P0 X Y. Qed.
Lemma frobZ t X : frob (t *: X) = `|t| * frob X. Proof. exact: form_normZ C0 Z0 t X. Qed.
Lemma frobN X : frob (- X) = frob X. Proof. by rewrite -scaleN1r frobZ normrN1 mul1r. Qed.
Lemma frob0 : frob (0 : 'M[R]_(r, s)) = 0. Proof. by rewrite -(scale0r 0) frobZ normr0 mul0r. Qed.
Lemma frob_eq0 X : (frob X == 0) = (X == 0).
Proof. by rewrite -inner_eq0 -frob_square expf_eq0. Qed.

Lemma frob_sum I (q : seq I) (P : pred I) (T : I -> 'M[R]_(r, s)) :
  frob (\sum_(i <- q | P i) T i) <= \sum_(i <- q | P i) frob (T i).
Proof.
elim/big_rec2: _ => [|i x X _ le]; first by rewrite frob0.
by apply: (le_trans (frobD _ _)); rewrite ler_add2l.
Qed.

End Matrices.

Lemma frob_tr r s (X : 'M[R]_(r, s)) : frob X^T = frob X.
Proof. by rewrite /frob inner_tr. Qed.

Lemma frob_mul r s t (X : 'M[R]_(r, s)) (Y : 'M[R]_(s, t)) : frob (X *m Y) <= frob X * frob Y.
Proof.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?frob_ge0 // exprMn !frob_square.
rewrite [inner Y Y]exchange_big /inner mulr_suml; apply: ler_sum => i _.
rewrite mulr_sumr; apply: ler_sum => l _; rewrite -expr2.
have := cauchy_schwarz_square (@innerC _ _ _) (@innerDl _ _ _) (@innerZl _ _ _) (@inner_ge0 _ _ _) (row i X)^T (col l Y).
rewrite /inner; congr (_ ^+ 2 <= _ * _); last 2 first.
- by apply: eq_bigr => k _; rewrite big_ord1 !mxE.
- by apply: eq_bigr => k _; rewrite big_ord1 !mxE.
by rewrite mxE; apply: eq_bigr => k _; rewrite big_ord1 !mxE.
Qed.

Section Students.
Variables (d m p : nat).
Implicit Types (theta G : student R d m p).

Lemma dot_ge0 theta : 0 <= dot theta theta.
Proof. by rewrite /dot !addr_ge0 ?inner_ge0. Qed.

Let C0 := @dotC R d m p.
Let D0 := @dotDl R d m p.
Let Z0 := @dotZl R d m p.

Lemma norm_ge0 theta : 0 <= norm theta. Proof. exact: sqrtr_ge0. Qed.
Lemma norm_square theta : norm theta ^+ 2 = dot theta theta. Proof. exact: form_norm_square dot_ge0 theta. Qed.
Lemma dot_le theta G : `|dot theta G| <= norm theta * norm G. Proof. exact: cauchy_schwarz C0 D0 Z0 dot_ge0 theta G. Qed.
Lemma normD theta G : norm (theta + G) <= norm theta + norm G. Proof. exact: form_triangle C0 D0 Z0 dot_ge0 theta G. Qed.
Lemma normZ t theta : norm (t *: theta) = `|t| * norm theta. Proof. exact: form_normZ C0 Z0 t theta. Qed.
Lemma normN theta : norm (- theta) = norm theta. Proof. by rewrite -scaleN1r normZ normrN1 mul1r. Qed.

Lemma frob_le_norm theta : [/\ frob (A theta) <= norm theta, frob (B theta) <= norm theta & frob (C theta) <= norm theta].
Proof.
have [[a b] c] := (inner_ge0 (A theta), inner_ge0 (B theta), inner_ge0 (C theta)).
split; rewrite ler_wsqrtr // /dot; last by rewrite ler_addr addr_ge0.
  by rewrite -addrA ler_addl addr_ge0.
by rewrite addrAC ler_addr addr_ge0.
Qed.

Lemma norm_eq0 theta : norm theta = 0 -> theta = 0.
Proof.
case: theta => [[A B] C] n0; have [/= a b c] := frob_le_norm (A, B, C); rewrite n0 in a b c.
by do 2?[congr (_, _)]; apply/eqP; rewrite -frob_eq0 eq_le frob_ge0 ?a ?b ?c.
Qed.

End Students.
End Norms.
