(* The projection of 1 on the multiples of pi_a^2 is positive on [-1, 1], but for pi_a^2; double roots divide. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_deficit lemmas_loss lemmas_measure lemmas_lagrange.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Projection.
Variable F : realFieldType.

(* Every row has a projection on the row space of M *)
Lemma projection q k (M : 'M[F]_(q, k)) (v : 'rV_k) : exists y : 'rV_q, (v - y *m M) *m M^T = 0.
Proof.
have cap : (M :&: kermx M^T)%MS = 0.
  apply/eqP/rowV0P => u; rewrite sub_capmx => /andP [/submxP [z uE]] /sub_kermxP uM.
  by apply: trmx_inj; rewrite trmx0; apply: trmx_mul_eq0; rewrite trmxK {2}uE trmx_mul mulmxA uM mul0mx.
have rank : \rank (M *m M^T) = \rank M^T.
  by rewrite mxrank_tr -[RHS](mxrank_mul_ker M M^T) cap mxrank0 addn0.
have sub : (M^T <= M *m M^T)%MS.
  by have := mxrank_leqif_sup (submxMl M M^T); rewrite rank => -[_]; rewrite eqxx => /esym.
have /submxP [y E] : (v *m M^T <= M *m M^T)%MS by rewrite (submx_trans (submxMl _ _) sub).
by exists y; rewrite mulmxBl E -mulmxA subrr.
Qed.

End Projection.

Section ProjectionOfOne.
Variables (F : rcfType) (k m : nat) (a : 'I_m -> F).
Hypotheses (distinct : injective a) (a0 : forall i, a i != 0) (km : (2 * m < k)%N).
Let pi := node_polynomial a.
Let q := (k - 2 * m)%N.
Let V (p : {poly F}) := exists2 t : {poly F}, (size t <= q)%N & p = pi ^+ 2 * t.
Implicit Types (u v z p : {poly F}).
Local Notation "<< u , v >>" := (coef_inner k u v).

Lemma ipC u v : << u, v >> = << v, u >>. Proof. by rewrite /coef_inner; apply: eq_bigr => i _; rewrite mulrC. Qed.
Lemma ipD u v z : << u + v, z >> = << u, z >> + << v, z >>.
Proof. by rewrite /coef_inner -big_split; apply: eq_bigr => i _; rewrite coefD mulrDl. Qed.
Lemma ipZ (t : F) u v : << t *: u, v >> = t * << u, v >>.
Proof. by rewrite /coef_inner mulr_sumr; apply: eq_bigr => i _; rewrite coefZ mulrA. Qed.
Lemma ipN u v : << - u, v >> = - << u, v >>. Proof. by rewrite -scaleN1r ipZ mulN1r. Qed.
Lemma ip_ge0 u : 0 <= << u, u >>. Proof. by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0. Qed.
Lemma ip_eq0 u : (size u <= k)%N -> << u, u >> = 0 -> u = 0.
Proof.
move=> su /eqP; rewrite psumr_eq0 => [/allP z|i _]; last by rewrite -expr2 sqr_ge0.
apply/polyP => i; rewrite coef0; case: (ltnP i k) => [lt|ge]; last by rewrite nth_default // (leq_trans su).
by have := z (Ordinal lt) (mem_index_enum _); rewrite /= mulf_eq0 orbb => /eqP.
Qed.
Lemma ip1 u : << 1, u >> = u`_0.
Proof.
have k0 : (0 < k)%N by rewrite (leq_ltn_trans _ km).
rewrite /coef_inner (bigD1 (Ordinal k0)) //= coef1 mul1r big1 ?addr0 // => i i0.
by rewrite coef1 -[_ == 0%N]/(i == Ordinal k0) (negPf i0) mul0r.
Qed.

Lemma size_pi2 : size (pi ^+ 2) = (2 * m).+1. Proof. exact: size_node_square. Qed.

Lemma size_V p : V p -> (size p <= k)%N.
Proof.
move=> [t st ->]; rewrite (leq_trans (size_mul_leq _ _)) // size_pi2 addSn /=.
by rewrite -(subnKC (ltnW km)) leq_add2l.
Qed.

Lemma projection_one : exists2 t : {poly F}, (size t <= q)%N & projects_one k V (pi ^+ 2 * t).
Proof.
pose M : 'M[F]_(q, k) := \matrix_(i < q) poly_rV (pi ^+ 2 * 'X^i).
have [y Ey] := projection M (poly_rV 1).
have rowM (z : 'rV[F]_q) : z *m M = poly_rV (pi ^+ 2 * rVpoly z).
  rewrite mulmx_sum_row {2}(row_sum_delta z) !linear_sum /= mulr_sumr linear_sum; apply: eq_bigr => i _.
  by rewrite rowK linearZ /= rVpoly_delta -scalerAr linearZ.
have ipE u v : << u, v >> = ((poly_rV u : 'rV_k) *m (poly_rV v)^T) 0 0.
  by rewrite mxE; apply: eq_bigr => j _; rewrite !mxE.
exists (rVpoly y); first exact: size_poly.
split; first by exists (rVpoly y); first exact: size_poly.
move=> _ [v sv ->]; rewrite ipE linearB /= -rowM -[v](poly_rV_K sv) -rowM trmx_mul mulmxA Ey mul0mx.
by rewrite mxE.
Qed.


Lemma first_coefM u v : (u * v)`_0 = u`_0 * v`_0.
Proof. by rewrite -!horner_coef0 hornerM. Qed.

Lemma pi0 : pi`_0 != 0.
Proof.
rewrite -horner_coef0 -[_ == 0]/(root pi 0) root_node_polynomial.
by apply/codomP => -[i E]; have := a0 i; rewrite -E eqxx.
Qed.

Section Positive.
Variable t : {poly F}.
Hypotheses (st : (size t <= q)%N) (proj : projects_one k V (pi ^+ 2 * t)).
Let P := pi ^+ 2 * t.

Lemma P_orthogonal v : V v -> << P, v >> = v`_0.
Proof. by move=> /proj.2; rewrite ipD ipN ip1 => /eqP; rewrite subr_eq0 => /eqP. Qed.

Lemma P_neq0 : P != 0.
Proof.
apply/eqP => P0; have Vpi : V (pi ^+ 2 * 1) by exists 1; rewrite // size_poly1 subn_gt0.
have := P_orthogonal Vpi; rewrite P0 mulr1 -[0 in X in X -> _](scale0r P) ipZ mul0r expr2 first_coefM => /esym /eqP.
by rewrite mulf_eq0 orbb (negPf pi0).
Qed.

Lemma t0_gt0 : 0 < t.[0].
Proof.
have : P`_0 = << P, P >> by rewrite P_orthogonal //; exact: proj.1.
rewrite first_coefM expr2 first_coefM -expr2 horner_coef0 => E.
rewrite -(pmulr_rgt0 _ (_ : 0 < pi`_0 ^+ 2)) ?exprn_even_gt0 ?pi0 // E lt_neqAle eq_sym ip_ge0 andbT.
by apply: contra P_neq0 => /eqP z; apply/eqP; apply: ip_eq0 z; exact: size_V proj.1.
Qed.

(* If t(z) = 0, P = (x - z) Q and |z| <= 1, then |Q|^2 = z <Q, x Q>, so |P|^2 = (z^2 - 1) |Q|^2 <= 0. *)
Lemma t_neq0 (z : F) : `|z| <= 1 -> t.[z] != 0.
Proof.
move=> z1; apply/negP => /eqP /rootP /factor_theorem [t' tE].
have t'0 : t' != 0 by apply: contraNneq P_neq0 => t'0; rewrite /P tE t'0 mul0r mulr0.
have st' : (size t' < q)%N by move: st; rewrite tE size_Mmonic ?monicXsubC // size_XsubC addn2.
pose Q := pi ^+ 2 * t'.
have VQ : V Q by exists t'; first exact: ltnW.
have VXQ : V (Q * 'X) by exists (t' * 'X); rewrite ?mulrA // size_mulX.
have PE : P = Q * 'X - z *: Q by rewrite /P tE mulrA mulrBr -/Q [Q * z%:P]mulrC mul_polyC.
have Q0 : Q != 0 by rewrite mulf_neq0 ?expf_neq0 ?(monic_neq0 (node_polynomial_monic a)).
have shift : << Q * 'X, Q * 'X >> = << Q, Q >>.
  rewrite /coef_inner; have := size_V VXQ; rewrite size_mulX //.
  case: k => // k'; rewrite ltnS => sQ.
  rewrite big_ord_recl !coefMX mul0r add0r [RHS]big_ord_recr /= [Q`_k']nth_default // mul0r addr0.
  by apply: eq_bigr => i _; rewrite !coefMX.
have QQ : << Q, Q >> = z * << Q, Q * 'X >>.
  have := P_orthogonal VXQ; rewrite coefMX /= PE ipD ipN ipZ shift => /eqP.
  by rewrite subr_eq0 => /eqP.
have : << P, P >> = (z ^+ 2 - 1) * << Q, Q >>.
  rewrite {1}PE ipD ipN ipZ ![<< _, P >>]ipC PE !ipD !ipN !ipZ shift [<< Q * 'X, Q >>]ipC mulrBr -!QQ.
  by move: << Q, Q >> => N; ring.
move=> E; have le0 : << P, P >> <= 0.
  rewrite E -oppr_ge0 -mulNr opprB mulr_ge0 ?ip_ge0 // subr_ge0 -real_normK ?num_real //.
  by rewrite exprn_ile1.
have : << P, P >> = 0 by apply/eqP; rewrite eq_le le0 ip_ge0.
by move/(ip_eq0 (size_V proj.1)) => /eqP; rewrite (negPf P_neq0).
Qed.

Lemma t_gt0 (z : F) : `|z| <= 1 -> 0 < t.[z].
Proof.
move=> z1; rewrite ltNge; apply/negP => le0; have gt0 := t0_gt0.
have norm_le y : - `|z| <= y <= `|z| -> `|y| <= 1 by rewrite -ler_norml => /le_trans ->.
have [zle|zge] := lerP z 0.
  have [||y /andP [yz y0] /rootP ty] := @poly_ivt _ t z 0 => //.
    by rewrite le0 ltW.
  suff y1 : `|y| <= 1 by have := t_neq0 y1; rewrite ty eqxx.
  by apply: norm_le; rewrite ler0_norm // opprK yz (le_trans y0) // oppr_ge0.
have sign : (- t).[0] <= 0 <= (- t).[z] by rewrite !hornerN oppr_le0 oppr_ge0 le0 ltW.
have [y /andP [y0 yz] /rootP ty] := poly_ivt (ltW zge) sign.
suff y1 : `|y| <= 1 by have := t_neq0 y1; rewrite -[t.[y]]opprK -hornerN ty oppr0 eqxx.
by apply: norm_le; rewrite ger0_norm ?yz ?(le_trans _ y0) ?oppr_le0 // ltW.
Qed.

End Positive.
End ProjectionOfOne.

Section DoubleRoots.
Variables (F : fieldType).

Lemma roots_multiple m (a : 'I_m -> F) (r : {poly F}) : injective a -> (forall i, r.[a i] = 0) ->
  exists u, r = u * node_polynomial a.
Proof.
move=> distinct zero; have [||u ->] := @uniq_roots_prod_XsubC _ r (codom a).
- by apply/allP => _ /codomP [i ->]; rewrite /root zero.
- by rewrite uniq_rootsE map_inj_uniq ?enum_uniq.
by exists u; rewrite codomE big_map big_enum.
Qed.

Lemma double_roots_multiple m (a : 'I_m -> F) (r : {poly F}) : injective a ->
  (forall i, r.[a i] = 0) -> (forall i, r^`().[a i] = 0) -> exists u, r = node_polynomial a ^+ 2 * u.
Proof.
case: m a => [|m] a distinct zero slope.
  by exists r; rewrite /node_polynomial big_ord0 expr1n mul1r.
have [u uE] := roots_multiple distinct zero.
have [|v vE] := @roots_multiple _ a u distinct.
  move=> i; have := slope i; rewrite uE derivM hornerD !hornerM.
  have /rootP -> : root (node_polynomial a) (a i) by rewrite root_node_polynomial codom_f.
  by rewrite mulr0 add0r => /eqP; rewrite mulf_eq0 (negPf (slope_neq0 distinct i)) orbF => /eqP.
by exists v; rewrite uE vE; ring.
Qed.

End DoubleRoots.
