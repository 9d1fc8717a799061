(* mass-deficit.  Let h_j = sum_i s_i a_i^j, m distinct nodes a_i, none 0, be a critical point of m modes: with
   R_j = h_j - g_j and r(z) = sum_(j < k) R_j z^j, r(a_i) = r'(a_i) = 0.  Let k > 2m and pi_a = prod_i (x - a_i).

   There is a polynomial t, of the a_i and k alone, deg t < k - 2m, positive on [-1, 1], with
     g_0 - h_0 = sum_l w_l pi_a(x_l)^2 t(x_l)
   for every teacher: pi_a^2 t is the projection of 1 on the multiples of pi_a^2 of degree below k.
   So a teacher with nodes in [-1, 1] and weights >= 0 has h_0 < g_0 at every such point that does not fit.
   Any m, any n, any signs of the s_i; over any real closed field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions definitions_deficit lemmas_measure lemmas_deficit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section MassDeficit.
Variables (F : rcfType) (k m : nat) (a : 'I_m -> F).
Hypotheses (km : (2 * m < k)%N).
Let pi := node_polynomial a.
Let V (p : {poly F}) := exists2 t : {poly F}, (size t <= k - 2 * m)%N & p = pi ^+ 2 * t.

Section Teacher.
Variables (n : nat) (s : 'I_m -> F) (w x : 'I_n -> F).
Let r := residual_polynomial k s a w x.
Hypothesis critical : critical_modes k s a w x.

Lemma residual_in_V : V r.
Proof.
have [distinct a0 zero slope] := critical.
have [u uE] := double_roots_multiple distinct zero slope; exists u => //.
have [->|u0] := eqVneq u 0; first by rewrite size_poly0.
have : (size r <= k)%N by exact: size_poly.
rewrite /r uE size_mul ?expf_neq0 ?(monic_neq0 (node_polynomial_monic a)) // size_node_square addSn /= => le.
by rewrite -(leq_add2l (2 * m)) subnKC // ltnW.
Qed.

(* r is orthogonal to the multiples of pi_a^2 but for the teacher's part *)
Lemma residual_inner v : V v -> coef_inner k r v = - \sum_l w l * v.[x l].
Proof.
move=> Vv; have sv : (size v <= k)%N by apply: (size_V km Vv).
have own : integral s a (horner v) = 0.
  have [t _ ->] := Vv; rewrite mulrC expr2 mulrA; exact: integral_node_multiple.
have -> : \sum_l w l * v.[x l] = integral w x (horner v) by [].
rewrite -[RHS]add0r -[in RHS]own !(integral_poly _ _ sv) -sumrB /coef_inner; apply: eq_bigr => j _.
by rewrite -mulrBr mulrC coef_poly ltn_ord.
Qed.

End Teacher.

Theorem mass_deficit_formula : injective a -> (forall i, a i != 0) ->
  exists t : {poly F}, [/\ (size t <= k - 2 * m)%N, projects_one k V (pi ^+ 2 * t), forall z, `|z| <= 1 -> 0 < t.[z]
    & forall n (s : 'I_m -> F) (w x : 'I_n -> F), critical_modes k s a w x ->
        \sum_l w l - \sum_i s i = \sum_l w l * pi.[x l] ^+ 2 * t.[x l]].
Proof.
move=> distinct a0; have [t st proj] := projection_one k a.
exists t; split=> // [z|n s w x critical]; first exact: (t_gt0 a0 km st proj).
set r := residual_polynomial k s a w x.
have k0 : (0 < k)%N by rewrite (leq_ltn_trans _ km).
have r0 : r`_0 = \sum_i s i - \sum_l w l.
  by rewrite coef_poly k0; congr (_ - _); apply: eq_bigr => i _; rewrite mulr1.
have VP : V (pi ^+ 2 * t) by exact: proj.1.
have := proj.2 _ (residual_in_V critical); rewrite -/r ipD ipN (ip1 km) ipC residual_inner // opprK r0.
move/eqP; rewrite addrC addr_eq0 opprB => /eqP <-.
by apply: eq_bigr => l _; rewrite hornerM horner_exp mulrA.
Qed.

Theorem mass_deficit n (s : 'I_m -> F) (w x : 'I_n -> F) : critical_modes k s a w x ->
  (forall l, 0 <= w l) -> (forall l, `|x l| <= 1) -> (exists2 j, (j < k)%N & mode_residual s a w x j != 0) ->
  \sum_i s i < \sum_l w l.
Proof.
move=> critical w0 x1 [j ltj nofit]; have [distinct a0 _ _] := critical.
have [t [_ _ t0 formula]] := mass_deficit_formula distinct a0.
have deficit := formula n s w x critical.
have term l : 0 <= w l * pi.[x l] ^+ 2 * t.[x l].
  by apply: mulr_ge0; [rewrite mulr_ge0 ?sqr_ge0|exact/ltW/t0].
rewrite -subr_gt0 deficit lt_neqAle eq_sym sumr_ge0 ?andbT //.
apply: contra nofit; rewrite psumr_eq0 => [/allP zero|l _]; last exact: term.
set r := residual_polynomial k s a w x; have Vr := residual_in_V critical.
have rr : coef_inner k r r = 0.
  rewrite residual_inner // big1 ?oppr0 // => l _; have [u _ E] := Vr; rewrite /r E.
  have := zero l (mem_index_enum _); rewrite /= mulf_eq0 (gt_eqF (t0 _ (x1 l))) orbF => /eqP z0.
  by rewrite hornerM horner_exp mulrA z0 mul0r.
have : r = 0 by apply: ip_eq0 rr; exact: size_poly.
by move/(congr1 (fun p : {poly F} => p`_j)); rewrite coef_poly ltj coef0 => ->.
Qed.

End MassDeficit.
