(* stable-threshold, the range.  Let n >= 1 distinct nodes lie in [-1, 1], with positive weights, and k = 2 ind.  Over all
   symmetric students with spectrum in [-1, 1] and L = 0, of any width, h_k - g_k lies between 0 and

     far = sign / sum_i v_i^2 / missing(x_i),   v_i^2 = 1 / (w_i pi'(x_i)^2),

   missing the product of 1 - x and 1 + x but for those of 1, -1 that are nodes, sign = -1 if 1 is a node and 1 if not
   (stable_range_bounds); and width n + 1, or any more, attains every value of this interval (stable_range_attained). *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions lemmas_loss lemmas_symmetric lemmas_measure lemmas_lagrange lemmas_padding.
From formal Require Import lemmas_order lemmas_spectral moment_sharpness stable_threshold.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Statement.
Variables (F : rcfType) (n : nat) (w x : 'I_n -> F).

Definition missing (t : F) : F := (if 1 \in codom x then 1 else 1 - t) * (if -1 \in codom x then 1 else 1 + t).

Definition spread : F := \sum_i (w i * (node_polynomial x)^`().[x i] ^+ 2 * missing (x i))^-1.

Definition range_sign : F := if 1 \in codom x then -1 else 1.

Definition far : F := range_sign / spread.

End Statement.

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


Let k := twice_index x.

(* A polynomial of degree k that is >= 0 on [-1, 1] bounds the lag k from one side *)
Lemma one_sided d (theta : student F d 1 1) (p : {poly F}) : symmetric theta -> stable theta ->
  L k (teacher w x) theta = 0 -> size p = k.+1 -> (forall t, `|t| <= 1 -> 0 <= p.[t]) ->
  0 <= integral w x (horner p) + lead_coef p * (h theta k - teacher w x k) 0 0.
Proof.
move=> sym spectrum L0 sp p0; have [om [la [om0 eigen moments]]] := student_measure sym.
have entry j : (h theta j - teacher w x j) 0 0 =
    integral om la (fun t => t ^+ j) - integral w x (fun t => t ^+ j) by rewrite moments -!teacherE !mxE.
have fits j : (j < k)%N -> integral om la (fun t => t ^+ j) = integral w x (fun t => t ^+ j).
  by move=> lt; apply/eqP; rewrite -subr_eq0 -entry (loss_eq0 L0) // subrr mxE.
have -> : integral w x (horner p) + lead_coef p * (h theta k - teacher w x k) 0 0 = integral om la (horner p).
  rewrite entry !(integral_poly _ _ (eq_leq sp)) lead_coefE sp /= ![\sum_(i < k.+1) _]big_ord_recr /= mulrBr addrCA.
  rewrite addrK addrC; congr (_ + _); apply: eq_bigr => j _; by rewrite fits.
by apply: integral_ge0 => // i; exact/p0/spectrum/eigen.
Qed.

Theorem stable_range_bounds d (theta : student F d 1 1) : symmetric theta -> stable theta ->
  L k (teacher w x) theta = 0 ->
  exists share, 0 <= share <= 1 /\ h theta k = teacher w x k + (share * far w x)%:M.
Proof.
move=> sym spectrum L0; set e := (h theta k - teacher w x k) 0 0.
have S0 := spread_gt0; have sign2 : range_sign x * range_sign x = 1.
  by rewrite /range_sign; case: ifP => _; rewrite ?mulrNN mulr1.
have lower : 0 <= range_sign x * e.
  have := one_sided sym spectrum L0 (size_stable_polynomial x) (stable_polynomial_ge0 x).
  rewrite lead_stable_polynomial [integral _ _ _]big1 ?add0r // => i _.
  have /rootP -> : root (stable_polynomial x) (x i) by rewrite root_stable_polynomial codom_f.
  by rewrite mulr0.
have upper : range_sign x * e <= (spread w x)^-1.
  have [mon sr] := root_of_square_monic; pose p := missing_polynomial * root_of_square ^+ 2.
  have lead : lead_coef p = - range_sign x.
    by rewrite lead_coefM lead_missing_polynomial lead_coef_exp (monicP mon) expr1n mulr1.
  have p0 : p != 0 by rewrite -lead_coef_eq0 lead oppr_eq0 /range_sign; case: ifP => _; rewrite ?oppr_eq0 oner_eq0.
  have sp : size p = k.+1.
    apply/eqP; rewrite size_mul ?expf_neq0 ?(monic_neq0 mon) //; last first.
      by rewrite -lead_coef_eq0 lead_missing_polynomial -lead lead_coef_eq0.
    have -> : size (root_of_square ^+ 2) = (2 * n).+1.
      by rewrite expr2 size_Mmonic ?(monic_neq0 mon) // sr addnS /= addSn mulSn mul1n.
    rewrite -(eqn_add2r (1%R \in codom x)) -(eqn_add2r ((-1)%R \in codom x)) addnS /=.
    have := twice_indexE; rewrite -/k; have := size_missing_polynomial.
    move: (size missing_polynomial) (1%R \in codom x : nat) ((-1)%R \in codom x : nat) => M c1 c2 sM kE.
    by rewrite !addSn kE [(M + 2 * n + c1)%N]addnAC addnAC sM mulnS.
  have pos t : `|t| <= 1 -> 0 <= p.[t].
    rewrite ler_norml => /andP [lo hi]; rewrite hornerM horner_exp mulr_ge0 ?sqr_ge0 // missing_polynomial_at.
    by rewrite mulr_ge0 //; case: ifP; rewrite ?ler01 // ?subr_ge0 // -[1]opprK addrC subr_ge0.
  have value : integral w x (horner p) = (spread w x)^-1.
    rewrite /integral (eq_bigr (fun i => term i / spread w x ^+ 2)) => [|i _].
      by rewrite -mulr_suml expr2 invfM mulrA divff ?mul1r // gt_eqF.
    rewrite hornerM horner_exp missing_polynomial_at root_of_square_at.
    have E : term i * (w i * slope i ^+ 2 * missing x (x i)) = 1 by rewrite mulVf // -invr_eq0 gt_eqF // spread_term_gt0.
    transitivity ((term i * (w i * slope i ^+ 2 * missing x (x i))) * (term i / spread w x ^+ 2)); last by rewrite E mul1r.
    have alg (T S s m v : F) : v * (m * (T * S * s) ^+ 2) = T * (v * s ^+ 2 * m) * (T * S ^+ 2) by ring.
    by rewrite -exprVn; exact: alg.
  have := one_sided sym spectrum L0 sp pos; rewrite value lead mulNr subr_ge0 //.
exists (range_sign x * e * spread w x); split.
  rewrite mulr_ge0 ?(ltW S0) //=; rewrite -[X in _ <= X](mulVf (lt0r_neq0 S0)) -subr_ge0 -mulrBl.
  by rewrite mulr_ge0 ?(ltW S0) // subr_ge0.
have -> : range_sign x * e * spread w x * far w x = e.
  rewrite /far mulrA [_ * range_sign x]mulrAC mulfK ?gt_eqF // mulrAC sign2 mul1r //.
by rewrite -[LHS](subrK (teacher w x k)) addrC [h theta k - _]mx11_scalar.
Qed.

End Bounds.

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

Section Attained.
Variables (F : rcfType) (n : nat) (w x : 'I_n.+1 -> F).
Hypotheses (distinct : injective x) (positive : forall i, 0 < w i) (inside : forall i, `|x i| <= 1).
Let N := n.+1.
Let g := teacher w x.
Let D : 'M[F]_N := diag_mx (\row_i x i).
Let beta : 'cV[F]_N := \col_i Num.sqrt (w i).
Let moment j : 'cV[F]_N := \col_i (x i ^+ j * Num.sqrt (w i)).
Let V : 'cV[F]_N := \col_i v w x i.

Lemma v_square i : v w x i ^+ 2 = (w i * (node_polynomial x)^`().[x i] ^+ 2)^-1.
Proof. by rewrite /v exprVn exprMn sqr_sqrtr // ltW. Qed.

Lemma spreadE : spread w x = \sum_i v w x i ^+ 2 / missing x (x i).
Proof. by apply: eq_bigr => i _; rewrite v_square invfM. Qed.

Lemma diag_form (y : 'rV[F]_N) : (y *m D *m y^T) 0 0 = \sum_i x i * y 0 i ^+ 2.
Proof.
rewrite mul_mx_diag mxE; apply: eq_bigr => i _; by rewrite !mxE mulrAC mulrC -expr2.
Qed.

Lemma unit_form (y : 'rV[F]_N) : (y *m y^T) 0 0 = \sum_i y 0 i ^+ 2.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE expr2. Qed.

Lemma V_form (y : 'rV[F]_N) : (y *m V) 0 0 = \sum_i v w x i * y 0 i.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE mulrC. Qed.

Lemma V_moment j : V^T *m moment j = (\sum_i x i ^+ j / (node_polynomial x)^`().[x i])%:M.
Proof.
have := @v_moment F n w x positive 1 j; rewrite mul1r => <-; congr (_ *m _).
by apply/matrixP => a b; rewrite !mxE mul1r.
Qed.

Lemma V_moment_below j : (j < n)%N -> V^T *m moment j = 0.
Proof. by move=> lt; rewrite V_moment (sum_powers distinct) // raddf0. Qed.

Lemma V_moment_n : V^T *m moment n = 1.
Proof. by rewrite V_moment (sum_powers_n distinct). Qed.

Lemma moment_beta : moment 0 = beta.
Proof. by apply/matrixP => i j; rewrite !mxE mul1r. Qed.

Lemma D_moment j : D *m moment j = moment j.+1.
Proof. exact: diag_moment. Qed.

(* One end is a node: A = D + tau V V^T *)
Section OneEnd.
Variable tau : F.
Let theta : student F N 1 1 := (D + tau *: (V *m V^T), beta, beta^T).

Lemma one_end_symmetric : symmetric theta.
Proof. by apply: symmetric_intro; rewrite linearD linearZ /= tr_diag_mx trmx_mul trmxK. Qed.

Lemma one_end_step j : A theta *m moment j = moment j.+1 + tau *: (V *m (V^T *m moment j)).
Proof. by rewrite mulmxDl D_moment -scalemxAl mulmxA. Qed.

Lemma one_end_column j : (j <= n)%N -> b theta j = moment j.
Proof.
elim: j => [|j IH] le; first by rewrite moment_beta.
rewrite -[LHS]/(A theta *m b theta j) IH ?(ltnW le) // one_end_step V_moment_below // mulmx0 scaler0 addr0 //.
Qed.

Lemma one_end_gram i j : (b theta i)^T *m b theta j = h theta (i + j).
Proof. by apply: gram; have /symmetricP [] := one_end_symmetric. Qed.

Lemma one_end_fits : L (2 * n).+1 g theta = 0 /\ h theta (2 * n).+1 = g (2 * n).+1 + tau%:M.
Proof.
split.
  apply: fit_loss => j lt; pose i := minn j n.
  have lein : (i <= n)%N by rewrite geq_minr.
  have lel : (j - i <= n)%N.
    rewrite leq_subLR /i; case: (leqP j n) => [le|_]; first by rewrite leq_addr.
    by move: lt; rewrite mulSn mul1n ltnS.
  rewrite -(subnKC (geq_minl j n)) -/i -one_end_gram !one_end_column //; exact: moment_moment.
rewrite mulSn mul1n -addnS -one_end_gram one_end_column // -[b _ n.+1]/(A theta *m b theta n) one_end_column //.
rewrite one_end_step V_moment_n mulmx1 mulmxDr (moment_moment x positive); congr (_ + _).
by rewrite -scalemxAr -[_^T *m V]trmxK trmx_mul trmxK V_moment_n trmx1 scalemx1.
Qed.

Lemma one_end_bounded :
  (forall y : 'rV_N, tau * (\sum_i v w x i * y 0 i) ^+ 2 <= \sum_i (1 - x i) * y 0 i ^+ 2) ->
  (forall y : 'rV_N, - tau * (\sum_i v w x i * y 0 i) ^+ 2 <= \sum_i (1 + x i) * y 0 i ^+ 2) ->
  bounded (A theta).
Proof.
move=> above below y.
have E : (y *m A theta *m y^T) 0 0 = \sum_i x i * y 0 i ^+ 2 + tau * (\sum_i v w x i * y 0 i) ^+ 2.
  rewrite mulmxDr mulmxDl mxE diag_form; congr (_ + _).
  have -> : y *m (tau *: (V *m V^T)) *m y^T = tau *: ((y *m V) *m (y *m V)^T).
    by rewrite trmx_mul -scalemxAr -scalemxAl !mulmxA.
  by rewrite mxE [X in _ * X]mxE big_ord1 [X in _ * (_ * X)]mxE V_form expr2.
rewrite E unit_form ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  have := below y; rewrite -subr_ge0 mulNr opprK; congr (0 <= _).
  rewrite [RHS]addrAC -big_split /=; congr (_ + _); apply: eq_bigr => i _; by rewrite mulrDl mul1r addrC.
have := above y; rewrite -subr_ge0; congr (0 <= _).
rewrite opprD addrA -sumrB; congr (_ - _); apply: eq_bigr => i _; by rewrite mulrBl mul1r.
Qed.

End OneEnd.

Lemma share_form (share S T U : F) : 0 <= share <= 1 -> 0 < S -> T ^+ 2 <= S * U -> 0 <= U -> share / S * T ^+ 2 <= U.
Proof.
move=> /andP [s0 s1] S0 TU U0; apply: (@le_trans _ _ (share * U)).
  rewrite -mulrA ler_wpmul2l // mulrC -[X in _ <= X](mulKf (lt0r_neq0 S0)) mulrC.
  by rewrite ler_wpmul2l // invr_ge0 ltW.
by rewrite -[X in _ <= X]mul1r -subr_ge0 -mulrBl mulr_ge0 // subr_ge0.
Qed.

Lemma inside_ends i : 0 <= 1 - x i /\ 0 <= 1 + x i.
Proof. by have := inside i; rewrite ler_norml => /andP [lo hi]; rewrite subr_ge0 hi -[1]opprK addrC subr_ge0. Qed.

Lemma end_form (y : 'rV[F]_N) : 0 <= \sum_i (1 - x i) * y 0 i ^+ 2 /\ 0 <= \sum_i (1 + x i) * y 0 i ^+ 2.
Proof. by split; apply: sumr_ge0 => i _; have [] := inside_ends i => *; rewrite mulr_ge0 ?sqr_ge0. Qed.

Lemma bounded_D : bounded D.
Proof.
move=> y; have [right left] := end_form y.
rewrite diag_form unit_form ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  move: left; congr (0 <= _); rewrite -big_split; apply: eq_bigr => i _ /=; by rewrite mulrDl mul1r addrC.
by move: right; congr (0 <= _); rewrite -sumrB; apply: eq_bigr => i _; rewrite mulrBl mul1r.
Qed.

(* Both ends are nodes: the mean of D and of its reflection by v *)
Section BothEnds.
Variable c : F.
Hypotheses (c01 : 0 <= c <= 1) (n0 : (0 < n)%N).
Let Nv : F := \sum_i v w x i ^+ 2.
Let R : 'M[F]_N := 1%:M - (2%:R / Nv) *: (V *m V^T).
Let half : F := (1 + c) / 2%:R.
Let half' : F := (1 - c) / 2%:R.
Let theta : student F N 1 1 := (half *: D + half' *: (R *m D *m R), beta, beta^T).
Let kappa := (1 - c) / Nv.

Lemma halves : half + half' = 1 /\ 0 <= half /\ 0 <= half'.
Proof.
have n2 : (2%:R : F) != 0 by rewrite pnatr_eq0.
case/andP: c01 => lo hi; rewrite /half /half' -mulrDl; split; last first.
  by split; apply: divr_ge0; rewrite ?ler0n ?subr_ge0 // addr_ge0 ?ler01.
by apply: (mulIf n2); rewrite divfK //; ring.
Qed.

Lemma V_V : V^T *m V = Nv%:M.
Proof. by apply/matrixP => i j; rewrite !ord1 !mxE mulr1n; apply: eq_bigr => l _; rewrite !mxE expr2. Qed.

Lemma Nv_gt0 : 0 < Nv.
Proof.
have pos i : 0 < v w x i ^+ 2 by rewrite v_square invr_gt0 mulr_gt0 // exprn_even_gt0 //= slope_neq0.
by rewrite /Nv (bigD1 ord0) //= addrC ltr_spaddr // sumr_ge0 // => i _; exact: ltW.
Qed.

Lemma R_symmetric : R^T = R.
Proof. by rewrite linearB linearZ /= trmx1 trmx_mul trmxK. Qed.

Lemma R_R : R *m R = 1%:M.
Proof.
have VVVV : V *m V^T *m (V *m V^T) = Nv *: (V *m V^T).
  by rewrite mulmxA -[V *m V^T *m V]mulmxA V_V mul_mx_scalar scalemxAl.
have [q qN] : exists q, q * Nv = 1 + 1 by exists (2%:R / Nv); rewrite divfK // gt_eqF // Nv_gt0.
have -> : R = 1%:M - q *: (V *m V^T).
  by rewrite /R; congr (_ - _ *: _); apply: (mulIf (lt0r_neq0 Nv_gt0)); rewrite divfK ?gt_eqF ?Nv_gt0 // qN.
rewrite mulmxBl mul1mx mulmxBr mulmx1 -scalemxAl -scalemxAr VVVV !scalerA -[_ * _ * Nv]mulrA qN.
by rewrite mulrDr mulr1 scalerDl opprB addrK subrK.
Qed.

Lemma R_moment j : R *m moment j = moment j - (2%:R / Nv) *: (V *m (V^T *m moment j)).
Proof. by rewrite mulmxBl mul1mx -scalemxAl mulmxA. Qed.

Lemma both_ends_symmetric : symmetric theta.
Proof.
by apply: symmetric_intro; rewrite linearD !linearZ /= tr_diag_mx !trmx_mul R_symmetric tr_diag_mx mulmxA.
Qed.

Lemma both_ends_bounded : bounded (A theta).
Proof.
move=> y; have [one [h0 h1]] := halves.
have -> : (y *m A theta *m y^T) 0 0 = half * (y *m D *m y^T) 0 0 + half' * ((y *m R) *m D *m (y *m R)^T) 0 0.
  rewrite mulmxDr mulmxDl mxE -!scalemxAr -!scalemxAl; congr (_ + _); rewrite mxE //.
  by congr (_ * _); rewrite trmx_mul R_symmetric !mulmxA.
have scaled (t u : F) : 0 <= t -> `|t * u| = t * `|u| by move=> t0; rewrite normrM ger0_norm.
rewrite (le_trans (ler_norm_add _ _)) // (scaled half) // (scaled half') //.
have RR : ((y *m R) *m (y *m R)^T) 0 0 = (y *m y^T) 0 0.
  by rewrite trmx_mul R_symmetric mulmxA -[y *m R *m R]mulmxA R_R mulmx1.
have := bounded_D (y *m R); rewrite RR => b1; have b0 := bounded_D y.
rewrite -[X in _ <= X]mul1r -one mulrDl; apply: ler_add; exact: ler_wpmul2l.
Qed.

Lemma both_ends_step j : (j < n)%N -> A theta *m moment j = moment j.+1 - kappa *: (V *m (V^T *m moment j.+1)).
Proof.
move=> lt; have [one _] := halves.
rewrite mulmxDl -!scalemxAl D_moment -!mulmxA R_moment V_moment_below // mulmx0 scaler0 subr0 D_moment R_moment.
rewrite scalerBr addrA -scalerDl one scale1r scalerA; congr (_ - _ *: _).
by rewrite /half' /kappa mulrA divfK // pnatr_eq0.
Qed.

Lemma both_ends_column j : (j < n)%N -> b theta j = moment j.
Proof.
elim: j => [|j IH] lt; first by rewrite moment_beta.
rewrite -[LHS]/(A theta *m b theta j) IH ?(ltnW lt) // both_ends_step ?(ltnW lt) // V_moment_below // mulmx0.
by rewrite scaler0 subr0.
Qed.

Lemma both_ends_column_n : b theta n = moment n - kappa *: V.
Proof.
have E : n = n.-1.+1 by rewrite prednK.
rewrite [in LHS]E -[LHS]/(A theta *m b theta n.-1) both_ends_column ?prednK // both_ends_step ?prednK //.
by rewrite V_moment_n mulmx1.
Qed.

Lemma both_ends_gram i j : (b theta i)^T *m b theta j = h theta (i + j).
Proof. by apply: gram; have /symmetricP [] := both_ends_symmetric. Qed.

Lemma moment_V j : (moment j)^T *m V = (V^T *m moment j)^T.
Proof. by rewrite trmx_mul trmxK. Qed.

Lemma both_ends_fits : L (2 * n) g theta = 0 /\ h theta (2 * n) = g (2 * n)%N + (- ((1 - c ^+ 2) / Nv))%:M.
Proof.
split.
  apply: fit_loss => j lt; pose i := minn j n.-1.
  have ltin : (i < n)%N by rewrite -[X in (_ < X)%N](prednK n0) ltnS geq_minr.
  have lel : (j - i <= n)%N.
    rewrite leq_subLR /i; case: (leqP j n.-1) => [le|_]; first by rewrite leq_addr.
    by move: lt; rewrite mulSn mul1n -{1}(prednK n0) addSn ltnS.
  rewrite -(subnKC (geq_minl j n.-1)) -/i -both_ends_gram both_ends_column //.
  move: lel; rewrite leq_eqVlt => /predU1P [->|lt']; last by rewrite both_ends_column // moment_moment.
  by rewrite both_ends_column_n mulmxBr -scalemxAr moment_V V_moment_below // trmx0 scaler0 subr0 moment_moment.
rewrite mulSn mul1n -both_ends_gram both_ends_column_n.
have -> : (moment n - kappa *: V)^T = (moment n)^T - kappa *: V^T by rewrite linearB linearZ.
rewrite mulmxBl !mulmxBr (moment_moment x positive) -!scalemxAl -!scalemxAr moment_V V_moment_n V_V trmx1.
rewrite -addrA; congr (_ + _); rewrite scale_scalar_mx; apply/matrixP => i j; rewrite !ord1 !mxE !mulr1n /=.
have : kappa * Nv = 1 - c by rewrite divfK // gt_eqF // Nv_gt0.
have -> : (1 - c ^+ 2) / Nv = kappa * (1 + c) by rewrite /kappa mulrAC; congr (_ / _); ring.
move=> kN; rewrite mulr1 kN; ring.
Qed.

End BothEnds.

(* No end is a node: the coupled student of moment-sharpness *)
Section NoEnd.
Variables t alpha : F.
Let theta := coupled w x t alpha.

Lemma no_end_bounded :
  (forall i, 0 < 1 - x i) -> (forall i, 0 < 1 + x i) ->
  t ^+ 2 * (\sum_i v w x i ^+ 2 / (1 - x i)) <= 1 - alpha ->
  t ^+ 2 * (\sum_i v w x i ^+ 2 / (1 + x i)) <= 1 + alpha ->
  bounded (A theta).
Proof.
move=> right left above below y; pose Y i := y 0 (lshift 1 i); pose z := y 0 (rshift N ord0).
pose T := \sum_i v w x i * Y i.
have yE : y = row_mx (\row_i Y i) z%:M.
  by rewrite -[LHS]hsubmxK; congr row_mx; apply/matrixP => i j; rewrite !ord1 !mxE ?eqxx ?mulr1n.
have form : (y *m A theta *m y^T) 0 0 = \sum_i x i * Y i ^+ 2 + 2%:R * t * z * T + alpha * z ^+ 2.
  rewrite yE mul_row_block tr_row_mx mul_row_col !mulmxDl.
  have -> : (\row_i Y i) *m D *m (\row_i Y i)^T = (\sum_i x i * Y i ^+ 2)%:M.
    rewrite [LHS]mx11_scalar diag_form; congr (_%:M); apply: eq_bigr => i _; by rewrite mxE.
  have -> : z%:M *m (\row_i (t * v w x i)) *m (\row_i Y i)^T = (t * z * T)%:M.
    rewrite mul_scalar_mx -scalemxAl; apply/matrixP => i j; rewrite !ord1 !mxE eqxx mulr1n [t * z]mulrC -mulrA.
    by congr (_ * _); rewrite /T mulr_sumr; apply: eq_bigr => l _; rewrite !mxE mulrA.
  have -> : (\row_i Y i) *m (\col_i (t * v w x i)) *m (z%:M)^T = (t * z * T)%:M.
    rewrite tr_scalar_mx mul_mx_scalar; apply/matrixP => i j; rewrite !ord1 !mxE eqxx mulr1n [t * z]mulrC -mulrA.
    by congr (_ * _); rewrite /T mulr_sumr; apply: eq_bigr => l _; rewrite !mxE mulrC mulrA.
  rewrite tr_scalar_mx -!scalar_mxM -!raddfD /= mxE eqxx mulr1n.
  by move: (\sum_i x i * _) T => X r; ring.
have one : (y *m y^T) 0 0 = \sum_i Y i ^+ 2 + z ^+ 2.
  by rewrite mxE big_split_ord big_ord1 /=; congr (_ + _); rewrite ?mxE -?expr2 //; apply: eq_bigr => i _; rewrite mxE expr2.
rewrite form one ler_norml -subr_ge0 -[X in _ && X]subr_ge0 opprK; apply/andP; split.
  have := complete_squares Y left z below; congr (0 <= _).
  rewrite (eq_bigr (fun i => Y i ^+ 2 + x i * Y i ^+ 2)) => [|i _]; last by rewrite mulrDl mul1r.
  have alg (U X r q : F) : U + X + 2%:R * t * q * r + (1 + alpha) * q ^+ 2 = X + 2%:R * t * q * r + alpha * q ^+ 2 + (U + q ^+ 2).
    by ring.
  by rewrite big_split; exact: alg.
have {}above : (- t) ^+ 2 * (\sum_i v w x i ^+ 2 / (1 - x i)) <= 1 - alpha by rewrite sqrrN.
have := complete_squares Y right z above; congr (0 <= _).
rewrite (eq_bigr (fun i => Y i ^+ 2 - x i * Y i ^+ 2)) => [|i _]; last by rewrite mulrBl mul1r.
have alg (U X r q : F) : U - X + 2%:R * - t * q * r + (1 - alpha) * q ^+ 2 = U + q ^+ 2 - (X + 2%:R * t * q * r + alpha * q ^+ 2).
  by ring.
by rewrite sumrB; exact: alg.
Qed.

End NoEnd.

Theorem stable_range_attained d (share : F) : 0 <= share <= 1 -> (n.+1 + 1 <= d)%N ->
  exists theta : student F d 1 1, [/\ symmetric theta, stable theta, L (twice_index x) g theta = 0
    & h theta (twice_index x) = g (twice_index x) + (share * far w x)%:M].
Proof.
move=> share01 width; have le : (N <= d)%N by rewrite (leq_trans _ width) // leq_addr.
have index := twice_indexE distinct; have S0 := spread_gt0 distinct positive inside.
have wrap d0 (theta0 : student F d0 1 1) : (d0 <= d)%N -> symmetric theta0 -> bounded (A theta0) ->
    L (twice_index x) g theta0 = 0 ->
    h theta0 (twice_index x) = g (twice_index x) + (share * far w x)%:M ->
    exists theta : student F d 1 1, [/\ symmetric theta, stable theta, L (twice_index x) g theta = 0
      & h theta (twice_index x) = g (twice_index x) + (share * far w x)%:M].
  move=> led sym bd L0 hk; have [theta [sym' stab resp]] := stable_padding led sym bd.
  exists theta; split=> //; last by rewrite resp.
  by rewrite -[RHS]L0; apply: eq_bigr => j _; rewrite /residual resp.
move: index; have [right|right] := boolP (1 \in codom x); have [left|left] := boolP (-1 \in codom x) => index.
- have kE : twice_index x = (2 * n)%N by move: index; rewrite mulnS !addn1 add2n => -[].
  have n0 : (0 < n)%N.
    rewrite lt0n; apply/negP => /eqP n0; case/codomP: right => i xi; case/codomP: left => l xl.
    have : i = l by apply/val_inj; case: (i) (l) => [a la] [a' la'] /=; move: la la'; rewrite n0 !ltnS !leqn0 => /eqP -> /eqP ->.
    by move=> il; move/eqP: xl; rewrite -il -xi eq_sym -subr_eq0 opprK -mulr2n pnatr_eq0.
  case/andP: share01 => s0 s1; pose c := Num.sqrt (1 - share).
  have c01 : 0 <= c <= 1.
    rewrite sqrtr_ge0 -[X in _ <= X]sqrtr1 ler_wsqrtr // -subr_ge0 opprB addrC subrK //.
  have c2 : c ^+ 2 = 1 - share by rewrite sqr_sqrtr // subr_ge0.
  have [L0 hk] := both_ends_fits c01 n0.
  apply: (wrap _ _ le (both_ends_symmetric c) (both_ends_bounded c01)); rewrite kE // hk c2; congr (_ + _%:M).
  have -> : \sum_i v w x i ^+ 2 = spread w x.
    by rewrite spreadE; apply: eq_bigr => i _; rewrite /missing right left mulr1 divr1.
  by rewrite /far /range_sign right opprB addrC subrK mulN1r mulrN.
- have kE : twice_index x = (2 * n).+1 by move: index; rewrite mulnS addn0 addn1 add2n => -[].
  have S1 : spread w x = \sum_i v w x i ^+ 2 / (1 + x i).
    by rewrite spreadE; apply: eq_bigr => i _; rewrite /missing right (negPf left) mul1r.
  have c0 i : 0 < 1 + x i by have := missing_gt0 inside i; rewrite /missing right (negPf left) mul1r.
  pose tau := share * far w x.
  have tauE : - tau = share / spread w x by rewrite /tau /far /range_sign right mulN1r mulrN opprK.
  have [L0 hk] := one_end_fits tau.
  apply: (wrap _ _ le (one_end_symmetric tau) (one_end_bounded _ _)); rewrite ?kE //.
    move=> y; have [U0 _] := end_form y; rewrite (le_trans _ U0) // -oppr_ge0 -mulNr tauE.
    by case/andP: share01 => s0 _; rewrite mulr_ge0 ?sqr_ge0 // divr_ge0 // ltW.
  move=> y; have [_ U0] := end_form y; rewrite tauE share_form // S1; exact: weighted_cauchy_schwarz.
- have kE : twice_index x = (2 * n).+1 by move: index; rewrite mulnS addn0 addn1 add2n => -[].
  have S1 : spread w x = \sum_i v w x i ^+ 2 / (1 - x i).
    by rewrite spreadE; apply: eq_bigr => i _; rewrite /missing left (negPf right) mulr1.
  have c0 i : 0 < 1 - x i by have := missing_gt0 inside i; rewrite /missing left (negPf right) mulr1.
  pose tau := share * far w x.
  have tauE : tau = share / spread w x by rewrite /tau /far /range_sign (negPf right) mul1r.
  have [L0 hk] := one_end_fits tau.
  apply: (wrap _ _ le (one_end_symmetric tau) (one_end_bounded _ _)); rewrite ?kE //.
    move=> y; have [U0 _] := end_form y; rewrite tauE share_form // S1; exact: weighted_cauchy_schwarz.
  move=> y; have [_ U0] := end_form y; rewrite (le_trans _ U0) // mulNr oppr_le0 tauE.
  by case/andP: share01 => s0 _; rewrite mulr_ge0 ?sqr_ge0 // divr_ge0 // ltW.
- have kE : twice_index x = (2 * n.+1)%N by move: index; rewrite !addn0.
  case/andP: share01 => s0 s1.
  have r0 i : 0 < 1 - x i /\ 0 < 1 + x i.
    have := missing_gt0 inside i; rewrite /missing (negPf right) (negPf left); have [u0 l0] := inside_ends i.
    move=> pos; split; rewrite lt_neqAle ?u0 ?l0 andbT eq_sym; apply/eqP => z; move: pos; by rewrite z ?mul0r ?mulr0 ltxx.
  pose Sp := \sum_i v w x i ^+ 2 / (1 - x i); pose Sm := \sum_i v w x i ^+ 2 / (1 + x i).
  have S2 : spread w x = (Sp + Sm) / 2%:R.
    rewrite spreadE -big_split mulr_suml; apply: eq_bigr => i _ /=; rewrite /missing (negPf right) (negPf left).
    have [/lt0r_neq0 u0 /lt0r_neq0 l0] := r0 i; have n2 : (2%:R : F) != 0 by rewrite pnatr_eq0.
    apply: (mulIf n2); rewrite divfK // invfM.
    have -> : (2%:R : F) = (1 + x i) + (1 - x i) by ring.
    rewrite mulrDr; congr (_ + _); first by rewrite -mulrA -[_ * _ * (1 + x i)]mulrA mulVf // mulr1.
    by rewrite -mulrA [_ * _ * (1 - x i)]mulrAC mulVf // mul1r.
  pose t := Num.sqrt (share / spread w x); pose alpha := share * (Sm - Sp) / (Sp + Sm).
  have tt : t ^+ 2 = share / spread w x by rewrite sqr_sqrtr // divr_ge0 // ltW.
  have [sym L0 hk _] := coupled_student distinct positive t alpha.
  have P0 : 0 < Sp + Sm by move: S0; rewrite S2 pmulr_lgt0 // invr_gt0 ltr0n.
  have inequality (A B : F) : A + B = Sp + Sm -> t ^+ 2 * A <= 1 - share * (B - A) / (A + B).
    move=> AB; have tq : t ^+ 2 = share * 2%:R * (A + B)^-1 by rewrite tt S2 invf_div mulrA AB.
    have P1 : (A + B) * (A + B)^-1 = 1 by rewrite divff // AB gt_eqF.
    have alg (q : F) : 1 - share * (B - A) * q - share * 2%:R * q * A = 1 - share * ((A + B) * q) by ring.
    by rewrite tq -subr_ge0 alg P1 mulr1 subr_ge0.
  apply: (wrap _ _ width sym (no_end_bounded _ _ _ _)); rewrite ?kE //.
  - by move=> i; have [] := r0 i.
  - by move=> i; have [] := r0 i.
  - exact: inequality.
  - have := inequality Sm Sp (addrC _ _); congr (_ <= _); rewrite /alpha [Sm + Sp]addrC -[in RHS]opprB mulrN mulNr //.
  rewrite -[h _ _](subrK (g (2 * n.+1)%N)) hk addrC; congr (_ + _%:M).
  by rewrite tt /far /range_sign (negPf right) mul1r.
Qed.

End Attained.
