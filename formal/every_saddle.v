(* every-saddle.  Let theta = (S (+) N, (beta; 0), (gamma, 0)), S = diag(a), be a student whose m modes are critical:
   with R_j = h_j - g_j and r(z) = sum_(j < k) R_j z^j, r(a_i) = r'(a_i) = 0, the a_i distinct.  Let delta be any direction
   off the two blocks, (A_12, A_21, B_2, C_2), and no a_i an eigenvalue of N.

   every_saddle:  the loss along theta + t delta has no term in t, and its term in t^2 is 2 y_L r(N) y_R t^2,
     y_R = B_2 + sum_i beta_i (N - a_i)^-1 A_21 e_i,   y_L = C_2 + sum_i gamma_i e_i^T A_12 (N - a_i)^-1.
   every_saddle_eigenvalues:  for N = diag(nu) it is 2 sum_nu r(nu) y_L(nu) y_R(nu) t^2.
   N = 0, and how fast such directions grow: saddle_growth.v.  Any m, d, k and any signs, over any field. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From formal Require Import definitions definitions_line definitions_saddle.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section EverySaddle.
Variables (F : fieldType) (m e k : nat) (a : 'I_m -> F) (g : nat -> 'M[F]_1).
Variables (N : 'M[F]_e) (beta : 'cV[F]_m) (gamma : 'rV[F]_m).
Variables (A12 : 'M[F]_(m, e)) (A21 : 'M[F]_(e, m)) (B2 : 'cV[F]_e) (C2 : 'rV[F]_e).
Let S : 'M[F]_m := diag_mx (\row_i a i).

Local Notation theta := (saddle a N beta gamma).
Local Notation delta := (off_block A12 A21 B2 C2).
Local Notation Rj := (R a g N beta gamma).
Local Notation rz := (r k a g N beta gamma).
Local Notation yR := (y_R a N beta A21 B2).
Local Notation yL := (y_L a N gamma A12 C2).
Local Notation rN := (r_of_N k a g N beta gamma).

Hypotheses (distinct : injective a) (zero : forall i, rz.[a i] = 0) (slope : forall i, rz^`().[a i] = 0).
Hypothesis regular : forall i, N - (a i)%:M \in unitmx.

(* What r annihilates: a^j, j a^(j-1), and the divided differences (x^j - y^j) / (x - y) *)
Lemma r_power i : \sum_(j < k) Rj j * a i ^+ j = 0.
Proof. by rewrite -[RHS](zero i) horner_poly. Qed.

Lemma r_difference i l : \sum_(j < k) Rj j * (\sum_(s < j) a i ^+ (j.-1 - s) * a l ^+ s) = 0.
Proof.
have [<-|il] := eqVneq i l.
  rewrite -[RHS](slope i) /r poly_def linear_sum horner_sum; apply: eq_bigr => j _ /=.
  rewrite linearZ hornerZ /= derivXn hornerMn hornerXn; congr (_ * _).
  rewrite (eq_bigr (fun=> a i ^+ j.-1)) => [|s _]; first by rewrite sumr_const card_ord.
  by rewrite -exprD subnK // -ltnS (leq_trans (ltn_ord s)) // leqSpred.
have ne : a i - a l != 0 by rewrite subr_eq0 (inj_eq distinct).
apply: (mulfI ne); rewrite mulr0 mulr_sumr (eq_bigr (fun j : 'I_k => Rj j * a i ^+ j - Rj j * a l ^+ j)) => [|j _].
  by rewrite sumrB !r_power subrr.
by rewrite mulrCA -subrXX mulrBr.
Qed.

Lemma r_driven (q : nat -> F) i (c : 'I_m -> F) :
  (forall j, q j.+1 = a i * q j - \sum_l c l * a l ^+ j) -> \sum_(j < k) Rj j * q j = 0.
Proof.
move=> step; pose D l j := \sum_(s < j) a i ^+ (j.-1 - s) * a l ^+ s.
have DS l j : D l j.+1 = a i * D l j + a l ^+ j.
  rewrite /D big_ord_recr /= subnn mul1r mulr_sumr; congr (_ + _); apply: eq_bigr => s _.
  by case: j s => [|j'] [s lt] //=; rewrite subSn // exprS mulrA.
have closed j : q j = q 0%N * a i ^+ j - \sum_l c l * D l j.
  elim: j => [|j IH]; first by rewrite mulr1 big1 ?subr0 // => l _; rewrite /D big_ord0 mulr0.
  rewrite step IH mulrBr exprS mulrCA -addrA -opprD mulr_sumr -big_split; congr (_ - _); apply: eq_bigr => l _ /=.
  by rewrite DS mulrDr mulrCA.
rewrite (eq_bigr (fun j : 'I_k => q 0%N * (Rj j * a i ^+ j) - \sum_l c l * (Rj j * D l j))) => [|j _].
  rewrite sumrB -mulr_sumr r_power mulr0 sub0r exchange_big big1 ?oppr0 // => l _ /=.
  by rewrite -mulr_sumr r_difference mulr0.
rewrite closed mulrBr mulrCA mulr_sumr; congr (_ - _); apply: eq_bigr => l _; exact: mulrCA.
Qed.


(* X and Y solve N X - X S = A_21 and Y N - S Y = A_12 *)
Let X : 'M[F]_(e, m) := \matrix_(i, l) (invmx (N - (a l)%:M) *m col l A21) i 0.
Let Y : 'M[F]_(m, e) := \matrix_(i, l) (row i A12 *m invmx (N - (a i)%:M)) 0 l.

Lemma X_beta : X *m beta = \sum_i beta i 0 *: (invmx (N - (a i)%:M) *m col i A21).
Proof.
apply/matrixP => i j; rewrite !ord1 mxE summxE; apply: eq_bigr => l _; by rewrite /X [in LHS]mxE [RHS]mxE mulrC.
Qed.

Lemma gamma_Y : gamma *m Y = \sum_i gamma 0 i *: (row i A12 *m invmx (N - (a i)%:M)).
Proof.
apply/matrixP => i j; rewrite !ord1 mxE summxE; apply: eq_bigr => l _; by rewrite /Y [in LHS]mxE [RHS]mxE.
Qed.

Lemma sylvester_X : N *m X = X *m S + A21.
Proof.
apply/matrixP => i l; have colX : col l X = invmx (N - (a l)%:M) *m col l A21 by apply/matrixP => s j; rewrite !ord1 [LHS]mxE /X [LHS]mxE.
have : (N - (a l)%:M) *m col l X = col l A21 by rewrite colX mulKVmx.
rewrite mulmxBl mul_scalar_mx => /matrixP /(_ i 0); rewrite mul_mx_diag !mxE => /eqP.
rewrite subr_eq addrC mulrC => /eqP <-; apply: eq_bigr => s _; by rewrite !mxE.
Qed.

Lemma sylvester_Y : Y *m N = S *m Y + A12.
Proof.
apply/matrixP => i l; have rowY : row i Y = row i A12 *m invmx (N - (a i)%:M) by apply/matrixP => s j; rewrite !ord1 [LHS]mxE /Y [LHS]mxE.
have : row i Y *m (N - (a i)%:M) = row i A12 by rewrite rowY mulmxKV.
rewrite mulmxBr mul_mx_scalar => /matrixP /(_ 0 l); rewrite mul_diag_mx !mxE => /eqP.
rewrite subr_eq addrC => /eqP <-; apply: eq_bigr => s _; by rewrite !mxE.
Qed.

(* The columns along the line: b_j = (u_j + t^2 p_j + .., t w_j + ..) *)
Let u j : 'cV[F]_m := iter j (mulmx S) beta.
Fixpoint w j : 'cV[F]_e := if j is i.+1 then N *m w i + A21 *m u i else B2.
Fixpoint p j : 'cV[F]_m := if j is i.+1 then S *m p i + A12 *m w i else 0.

Lemma w_closed j : w j = iter j (mulmx N) yR - X *m u j.
Proof.
elim: j => [|j IH] /=; first by rewrite /y_R -X_beta addrK.
have -> : N *m w j = N *m iter j (mulmx N) yR - (X *m (S *m u j) + A21 *m u j).
  by rewrite IH mulmxBr (mulmxA N X) sylvester_X mulmxDl -(mulmxA X S).
by rewrite opprD addrA subrK.
Qed.

Lemma u_entry j i : u j i 0 = beta i 0 * a i ^+ j.
Proof.
elim: j => [|j IH]; first by rewrite mulr1.
by rewrite /u /= -/(u j) mul_diag_mx mxE IH mxE exprS mulrCA.
Qed.

Lemma sum_u : \sum_(j < k) Rj j *: u j = 0.
Proof.
apply/matrixP => i j; rewrite !ord1 summxE [RHS]mxE.
transitivity (beta i 0 * \sum_(l < k) Rj l * a i ^+ l); last by rewrite r_power mulr0.
by rewrite mulr_sumr; apply: eq_bigr => l _; rewrite mxE u_entry mulrCA.
Qed.

Lemma sum_w : \sum_(j < k) Rj j *: w j = rN *m yR.
Proof.
rewrite (eq_bigr (fun j : 'I_k => Rj j *: iter j (mulmx N) yR - X *m (Rj j *: u j))) => [|j _].
  rewrite sumrB -mulmx_sumr sum_u mulmx0 subr0 /r_of_N mulmx_suml; apply: eq_bigr => j _.
  rewrite -scalemxAl; congr (_ *: _); elim: (nat_of_ord j) => [|l IH] /=; first by rewrite mul1mx.
  by rewrite IH mulmxA.
by rewrite w_closed scalerBr scalemxAr.
Qed.

Lemma sum_p : \sum_(j < k) Rj j *: (p j - Y *m w j) = 0.
Proof.
apply/matrixP => i l; rewrite !ord1 summxE [RHS]mxE; pose M := Y *m A21.
rewrite -[RHS](@r_driven (fun j => (p j - Y *m w j) i 0) i (fun l => M i l * beta l 0)).
  by apply: eq_bigr => j _; rewrite mxE.
move=> j; have -> : p j.+1 - Y *m w j.+1 = S *m (p j - Y *m w j) - M *m u j.
  have -> : Y *m w j.+1 = S *m (Y *m w j) + A12 *m w j + M *m u j.
    by rewrite /= mulmxDr !mulmxA sylvester_Y mulmxDl.
  rewrite [p j.+1]/= [S *m (_ - _)]mulmxBr [- (_ + _ + _)]opprD addrA; congr (_ - _).
  by rewrite opprD addrACA subrr addr0.
have -> : (S *m (p j - Y *m w j) - M *m u j) i 0 = (S *m (p j - Y *m w j)) i 0 - (M *m u j) i 0 by rewrite !mxE.
congr (_ - _); first by rewrite mul_diag_mx mxE mxE.
by rewrite mxE; apply: eq_bigr => s _; rewrite u_entry mulrA.
Qed.

Definition second j : F := (gamma *m p j + C2 *m w j) 0 0.

Lemma sum_second : \sum_(j < k) Rj j * second j = (yL *m rN *m yR) 0 0.
Proof.
have -> : \sum_(j < k) Rj j * second j = (\sum_(j < k) Rj j *: (gamma *m (p j - Y *m w j) + yL *m w j)) 0 0.
  rewrite summxE; apply: eq_bigr => j _; rewrite mxE /second; congr (_ * _); rewrite /y_L -gamma_Y.
  by congr (fun_of_matrix _ 0 0); rewrite mulmxBr mulmxDl mulmxA; move: (gamma *m p j) (gamma *m Y *m w j) (C2 *m w j) => x y z; rewrite [z + y]addrC addrA subrK.
rewrite (eq_bigr (fun j : 'I_k => gamma *m (Rj j *: (p j - Y *m w j)) + yL *m (Rj j *: w j))) => [|j _].
  by rewrite big_split -!mulmx_sumr /= sum_p sum_w mulmx0 add0r mulmxA.
by rewrite scalerDr !scalemxAr.
Qed.


(* The student on the line, and its response up to t^2 *)
Lemma line_A : A (line theta delta) = block_mx (lift S) ('X *: lift A12) ('X *: lift A21) (lift N).
Proof.
rewrite /line [A _]/= /lift !map_block_mx scale_block_mx add_block_mx !raddf0 /=.
by rewrite ?map_mx0 ?scaler0 !addr0 !add0r.
Qed.

Lemma line_B : B (line theta delta) = col_mx (lift beta) ('X *: lift B2).
Proof.
rewrite -[LHS]/(lift (col_mx beta 0) + 'X *: lift (col_mx 0 B2)) /lift !map_col_mx scale_col_mx add_col_mx.
by rewrite !map_mx0 scaler0 addr0 add0r.
Qed.

Lemma line_C : C (line theta delta) = row_mx (lift gamma) ('X *: lift C2).
Proof.
rewrite -[LHS]/(lift (row_mx gamma 0) + 'X *: lift (row_mx 0 C2)) /lift !map_row_mx scale_row_mx add_row_mx.
by rewrite !map_mx0 scaler0 addr0 add0r.
Qed.

Lemma column_expansion j : exists U W,
  b (line theta delta) j = col_mx (lift (u j) + 'X^2 *: lift (p j) + 'X^3 *: U) ('X *: lift (w j) + 'X^2 *: W).
Proof.
elim: j => [|j [U [W E]]].
  by exists 0, 0; rewrite -[LHS]/(B (line theta delta)) line_B /lift !map_mx0 !scaler0 !addr0.
exists (lift S *m U + lift A12 *m W), (lift N *m W + 'X *: (lift A21 *m lift (p j)) + 'X^2 *: (lift A21 *m U)).
rewrite -[LHS]/(A (line theta delta) *m b (line theta delta) j) line_A E mul_block_col; congr col_mx.
  rewrite -[u j.+1]/(S *m u j) [p j.+1]/= /lift !(map_mxD, map_mxM) /= !mulmxDr -!scalemxAl -!scalemxAr !scalerDr !scalerA.
  by rewrite -expr2 -exprS addrACA -!addrA.
rewrite [w j.+1]/= /lift !(map_mxD, map_mxM) /= !mulmxDr -!scalemxAl -!scalemxAr !scalerDr !scalerA.
have -> : 'X * 'X^2 = 'X^2 * 'X :> {poly F} by ring.
have -> : 'X * 'X^3 = 'X^2 * 'X^2 :> {poly F} by ring.
by rewrite addrC -[X in _ + X]addrA addrACA -[X in _ = _ + X]addrA.
Qed.

Lemma response_expansion j : exists z : {poly F},
  h (line theta delta) j 0 0 = (h theta j 0 0)%:P + 'X^2 * (second j)%:P + 'X^3 * z.
Proof.
have [U [W E]] := column_expansion j; exists ((lift gamma *m U) 0 0 + (lift C2 *m W) 0 0).
have own : h theta j 0 0 = (gamma *m u j) 0 0.
  have -> : h theta j = row_mx gamma 0 *m b theta j by [].
  have -> : b theta j = col_mx (u j) 0.
    elim: j {E} => [|j IH] //; rewrite -[LHS]/(block_mx S 0 0 N *m b theta j) IH mul_block_col.
    by rewrite !mul0mx !mulmx0 !addr0.
  by rewrite mul_row_col mul0mx addr0.
rewrite own /second /h line_C E mul_row_col /lift !mulmxDr -!scalemxAl -!scalemxAr !scalerA -!map_mxM -expr2.
have entry (M M' : 'M[{poly F}]_1) : (M + M') 0 0 = M 0 0 + M' 0 0 by rewrite mxE.
have entryZ (q : {poly F}) (M : 'M[{poly F}]_1) : (q *: M) 0 0 = q * M 0 0 by rewrite mxE.
have entryC (M : 'M[F]_1) : (map_mx polyC M) 0 0 = (M 0 0)%:P by rewrite mxE.
have entryD (M M' : 'M[F]_1) : (M + M') 0 0 = M 0 0 + M' 0 0 by rewrite mxE.
rewrite !entry !entryZ !entryC entryD polyCD.
have alg (t x1 x2 x3 x4 x5 : {poly F}) : x1 + t ^+ 2 * x2 + t ^+ 3 * x3 + (t ^+ 2 * x4 + t * t ^+ 2 * x5) =
  x1 + t ^+ 2 * (x2 + x4) + t ^+ 3 * (x3 + x5) by ring.
exact: alg.
Qed.

Theorem every_saddle :
  (loss_along k g theta delta)`_1 = 0 /\
  (loss_along k g theta delta)`_2 = 2%:R * (yL *m rN *m yR) 0 0.
Proof.
rewrite -sum_second.
have term j : exists z : {poly F}, inner (residual (line theta delta) (fun j => lift (g j)) j)
    (residual (line theta delta) (fun j => lift (g j)) j) =
    (Rj j ^+ 2)%:P + 'X^2 * (2%:R * (Rj j * second j))%:P + 'X^3 * z.
  have [z E] := response_expansion j.
  exists (2%:R * (Rj j)%:P * z + 'X * ((second j)%:P + 'X * z) ^+ 2).
  have -> : forall M : 'M[{poly F}]_1, inner M M = M 0 0 ^+ 2 by move=> M; rewrite /inner !big_ord1 expr2.
  have -> : residual (line theta delta) (fun j => lift (g j)) j 0 0 = (Rj j)%:P + 'X^2 * ((second j)%:P + 'X * z).
    have -> : residual (line theta delta) (fun j => lift (g j)) j 0 0 = h (line theta delta) j 0 0 - (g j 0 0)%:P.
      by rewrite /residual /lift [LHS]mxE; congr (_ + _); rewrite !mxE.
    have -> : Rj j = h theta j 0 0 - g j 0 0 by rewrite /R /residual [LHS]mxE; congr (_ + _); rewrite mxE.
    have alg (t x1 x2 x3 x4 : {poly F}) : x1 + t ^+ 2 * x2 + t ^+ 3 * x3 - x4 = x1 - x4 + t ^+ 2 * (x2 + t * x3) by ring.
    by rewrite E polyCB; exact: alg.
  have alg (t x1 x2 x3 : {poly F}) : (x1 + t ^+ 2 * (x2 + t * x3)) ^+ 2 =
    x1 * x1 + t ^+ 2 * (2%:R * (x1 * x2)) + t ^+ 3 * (2%:R * x1 * x3 + t * (x2 + t * x3) ^+ 2) by ring.
  have two : (2%:R : F)%:P = 2%:R :> {poly F} by rewrite !mulr2n polyCD.
  by rewrite [Rj j ^+ 2]expr2 !polyCM two alg.
have coef j i : (i < 3)%N -> (inner (residual (line theta delta) (fun j => lift (g j)) j)
    (residual (line theta delta) (fun j => lift (g j)) j))`_i =
    nth 0 [:: Rj j ^+ 2; 0; 2%:R * (Rj j * second j)] i.
  have [z ->] := term j; rewrite !coefD coefC coefXnM coefC coefXnM.
  by case: i => [|[|[|//]]] _ /=; rewrite ?addr0 ?add0r.
rewrite /loss_along /L !coef_sum; split.
  by apply: big1 => j _; rewrite coef.
rewrite mulr_sumr; apply: eq_bigr => j _; by rewrite coef.
Qed.

Theorem every_saddle_eigenvalues (nu : 'I_e -> F) : N = diag_mx (\row_l nu l) ->
  (loss_along k g theta delta)`_2 = 2%:R * \sum_l rz.[nu l] * yL 0 l * yR l 0.
Proof.
move=> ND; have [_ ->] := every_saddle; congr (_ * _).
have power j : iter j (mulmx N) 1%:M = diag_mx (\row_l nu l ^+ j).
  elim: j => [|j IH]; first by apply/matrixP => i l; rewrite !mxE expr0.
  by rewrite /= IH ND mulmx_diag; congr diag_mx; apply/rowP => l; rewrite !mxE exprS.
have -> : rN = diag_mx (\row_l rz.[nu l]).
  apply/matrixP => i l; rewrite /r_of_N summxE !mxE horner_poly -sumrMnl.
  by apply: eq_bigr => j _; rewrite power !mxE mulrnAr.
rewrite mul_mx_diag mxE; apply: eq_bigr => l _; by rewrite [X in X * _]mxE [X in _ * X * _]mxE [yL 0 l * _]mulrC.
Qed.

End EverySaddle.
