(* h_j along a line theta + t delta is a polynomial in t; and a bound of its second derivative bounds its change. *)
From mathcomp Require Import all_ssreflect all_algebra polyrcf.
From mathcomp Require Import ring.
From formal Require Import definitions lemmas_matrix.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
From formal Require Import lemmas_order.
Local Open Scope ring_scope.

Section Map.
Variables (R S : comRingType) (f : {rmorphism R -> S}) (d m p : nat).

Lemma map_h (theta : student R d m p) j :
  map_mx f (h theta j) = h (map_mx f (A theta), map_mx f (B theta), map_mx f (C theta)) j.
Proof.
rewrite /h map_mxM; congr (_ *m _); rewrite /b /A /B /=.
by elim: j => //= j IH; rewrite map_mxM IH.
Qed.

End Map.

Lemma h_transpose (R : comRingType) d m p (theta : student R d m p) j : h (transpose theta) j = (h theta j)^T.
Proof.
rewrite /h trmx_mul; have -> : C (transpose theta) = (B theta)^T by [].
suff E (X : 'M[R]_(d, p)) : (B theta)^T *m iter j (mulmx (A theta)^T) X = (b theta j)^T *m X by exact: E.
elim: j X => [|j IH] X //.
by rewrite iterSr IH /b iterS trmx_mul mulmxA.
Qed.

Section Line.
Variables (R : comRingType) (d : nat).
Implicit Types (theta delta : student R d 1 1).

(* the student theta + X delta, with polynomials for entries *)
Definition line theta delta : student {poly R} d 1 1 :=
  (map_mx polyC (A theta) + 'X *: map_mx polyC (A delta),
   map_mx polyC (B theta) + 'X *: map_mx polyC (B delta),
   map_mx polyC (C theta) + 'X *: map_mx polyC (C delta)).

(* the polynomial t |-> h_j(theta + t delta) *)
Definition along theta delta j : {poly R} := h (line theta delta) j 0 0.

Lemma along_horner theta delta j (t : R) : (along theta delta j).[t] = h (theta + t *: delta) j 0 0.
Proof.
have E r s (X Y : 'M[R]_(r, s)) : map_mx (horner_eval t) (map_mx polyC X + 'X *: map_mx polyC Y) = X + t *: Y.
  by apply/matrixP => i l; rewrite !mxE /horner_eval !hornerE.
transitivity ((map_mx (horner_eval t) (h (line theta delta) j)) 0 0); first by rewrite mxE.
by rewrite map_h /line /A /B /C /= !E.
Qed.

(* along an antisymmetric direction from a symmetric student it is even *)
Lemma along_even theta delta j : transpose theta = theta -> transpose delta = - delta ->
  along theta delta j \Po (- 'X) = along theta delta j.
Proof.
case: theta delta => [[a b] c] [[x y] z] [] /= at_ ct bt [] /= xt zt yt.
have E r s (X Y : 'M[R]_(r, s)) :
    map_mx (comp_poly (- 'X)) (map_mx polyC X + 'X *: map_mx polyC Y) = map_mx polyC X - 'X *: map_mx polyC Y.
  by apply/matrixP => i l; rewrite !mxE comp_polyD comp_polyM comp_polyX !comp_polyC mulNr.
transitivity ((map_mx (comp_poly (- 'X)) (h (line (a, b, c) (x, y, z)) j)) 0 0); first by rewrite mxE.
rewrite map_h /line /A /B /C /= !E /along.
have T r s (X Y : 'M[R]_(r, s)) X' Y' : X^T = X' -> Y^T = - Y' ->
    (map_mx polyC X + 'X *: map_mx polyC Y)^T = map_mx polyC X' - 'X *: map_mx polyC Y'.
  by move=> <- /eqP; rewrite -eqr_oppLR => /eqP <-; apply/matrixP => i l; rewrite !mxE polyCN mulrN opprK.
have := h_transpose (line (a, b, c) (x, y, z)) j; rewrite /transpose /line /A /B /C /=.
rewrite (T _ _ _ _ _ _ at_ xt) (T _ _ _ _ _ _ ct zt) (T _ _ _ _ _ _ bt yt) => ->.
by rewrite mxE.
Qed.

End Line.

Section Taylor.
Variable R : rcfType.

Lemma rises (p : {poly R}) : (forall t, 0 <= t <= 1 -> 0 <= (p^`()).[t]) -> forall t, 0 <= t <= 1 -> p.[0] <= p.[t].
Proof.
move=> rise t /andP[t0 t1]; apply: (@ler_hornerW _ 0 1) => //; rewrite ?in_itv /= ?lexx ?ler01 ?t0 //.
by move=> x; rewrite in_itv /= => /andP[x0 x1]; rewrite rise ?ltW.
Qed.

Lemma even_change (p : {poly R}) K : p \Po (- 'X) = p -> (forall t, 0 <= t <= 1 -> `|p^`(2).[t]| <= K) ->
  `|p.[1] - p.[0]| <= K / 2%:R.
Proof.
move=> even second; have slope : p^`().[0] = 0.
  have := congr1 (fun q : {poly R} => q^`().[0]) even; rewrite deriv_comp derivN derivX hornerM horner_comp !hornerE.
  by rewrite oppr0 mulrN1 => /eqP; rewrite eq_sym -addr_eq0 -mulr2n mulrn_eq0 => /eqP.
have half (q : {poly R}) : q^`().[0] = 0 -> (forall t, 0 <= t <= 1 -> q^`(2).[t] <= K) -> q.[1] - q.[0] <= K / 2%:R.
  move=> q0 q2; pose r := (K / 2%:R) *: 'X^2 - q.
  have r1 : r^`() = K *: 'X - q^`().
    rewrite /r derivB derivZ derivXn expr1 -scalerMnr scalerMnl; congr (_ *: _ - _).
    by rewrite -[LHS]mulr_natr mulfVK ?pnatr_eq0.
  have r2 : r^`()^`() = K%:P - q^`(2) by rewrite r1 derivB derivZ derivX alg_polyC.
  have : r.[0] <= r.[1].
    apply: rises; rewrite ?ler01 ?lexx //; move=> t t01.
    have <- : r^`().[0] = 0 by rewrite r1 hornerD hornerN hornerZ hornerX mulr0 q0 subr0.
    by apply: rises t01 => u u01; rewrite r2 hornerD hornerN hornerC subr_ge0 q2.
  rewrite /r !(hornerD, hornerN, hornerZ, hornerXn) expr0n expr1n mulr0 mulr1 add0r ler_subr_addr => le.
  by rewrite addrC.
have le t : 0 <= t <= 1 -> p^`(2).[t] <= K by move=> t01; exact: le_trans (ler_norm _) (second t t01).
rewrite ler_norml ler_oppl opprB half // andbT.
have := half (- p); rewrite derivN !hornerN slope oppr0 opprK addrC; apply=> // t t01.
by rewrite derivnN hornerN (le_trans _ (second t t01)) // -normrN ler_norm.
Qed.

End Taylor.
